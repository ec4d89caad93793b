from __future__ import annotations

from collections import Counter
from datetime import datetime

from phonehome.phones import PROFILES
from phonehome.phones.clock import SECOND, milliseconds
from phonehome.phones.posts import START, posts
from phonehome.phones.scene import Options
from phonehome.phones.simulation import scene_of

MANY = posts(2, accounts=40, days=28)
ROWS = [line.split(",") for line in MANY.lines]
MINE = [milliseconds(datetime.fromisoformat(time)) for account, time in ROWS if account == MANY.owner]


def test_same_seed_is_the_same_posts() -> None:
    assert posts(2, accounts=40, days=28) == MANY


def test_every_account_posts_about_thrice_a_day() -> None:
    counts = Counter(account for account, _ in ROWS)
    assert len(counts) == 40
    assert 2 < sum(counts.values()) / 40 / 28 < 4.5
    assert [time for _, time in ROWS] == sorted(time for _, time in ROWS)


def test_the_owner_posts_with_the_phone_in_hand_but_for_some() -> None:
    lit = [light for light in MANY.life.lights if light.unlock]
    in_hand = {time for time in MINE if any(one.unlock < time < one.off + 2 * SECOND for one in lit)}
    assert set(MINE) - in_hand <= set(MANY.elsewhere)
    assert 0 < len(MANY.elsewhere) < len(MINE) / 3


def test_nobody_posts_asleep() -> None:
    asleep = [sleep for sleep in MANY.life.sleeps if any(sleep.start < time < sleep.end for time in MANY.elsewhere)]
    assert asleep == []


def test_the_life_is_that_of_a_simulated_phone() -> None:
    options = Options(28, 2, trouble=True, start=START)
    assert scene_of(PROFILES["oneplus-2017"], options).life == MANY.life
