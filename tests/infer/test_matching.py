from __future__ import annotations

from random import Random

import numpy as np
import pytest

from phonehome.infer.evidence import Post
from phonehome.infer.matching import LAG, NAMED, Match, course_of, matches, meets

DAY, HOUR, MINUTE, SECOND = 86_400_000, 3_600_000, 60_000, 1_000
START = 1_483_920_000_000
DAYS = 14


def _uses() -> list[tuple[int, int]]:
    """About 40 uses of two minutes a day, 8 to 22 h."""
    rng = Random("uses")
    starts = [START + day * DAY + 8 * HOUR + rng.randrange(14 * HOUR) for day in range(DAYS) for _ in range(40)]
    return [(start, start + 2 * MINUTE) for start in starts]


USES = _uses()


def _owner(account: str = "owner", elsewhere: int = 0, count: int = 28) -> list[Post]:
    rng = Random(account)
    with_phone = [Post(account, start + rng.randrange(2 * MINUTE)) for start, _ in rng.sample(USES, count - elsewhere)]
    return with_phone + _stranger(account, elsewhere)


def _stranger(account: str, count: int = 28) -> list[Post]:
    rng = Random(account)
    return [
        Post(account, START + rng.randrange(DAYS) * DAY + 8 * HOUR + rng.randrange(14 * HOUR)) for _ in range(count)
    ]


STRANGERS = [post for number in range(300) for post in _stranger(f"stranger{number}")]


def _named(found: list[Match]) -> list[str]:
    return [one.account for one in found if one.chance >= NAMED]


@pytest.mark.parametrize("elsewhere", [0, 6, 12])
def test_the_owner_among_strangers(elsewhere: int) -> None:
    found = matches(USES, [*STRANGERS, *_owner(elsewhere=elsewhere)])
    assert (_named(found), len(found), found[0].posts, found[0].met >= 28 - elsewhere) == (["owner"], 301, 28, True)


def test_none_of_these() -> None:
    assert _named(matches(USES, STRANGERS)) == []


def test_two_accounts_of_the_owner() -> None:
    assert set(_named(matches(USES, [*STRANGERS, *_owner("one"), *_owner("two")]))) == {"one", "two"}


def test_few_posts_name_nobody() -> None:
    assert _named(matches(USES, [*STRANGERS, *_owner(count=7)])) == []


def test_busy_hours_name_nobody() -> None:
    """The phone is in use for half of one hour a day, and the account posts in that hour."""
    rng = Random("busy")
    hours = [START + day * DAY + 12 * HOUR for day in range(DAYS)]
    uses = [(hour + at * MINUTE, hour + at * MINUTE + 30 * SECOND) for hour in hours for at in range(60)]
    posts = [Post("lunch", rng.choice(hours) + rng.randrange(HOUR)) for _ in range(40)]
    assert _named(matches(uses, posts)) == []


def test_too_few_uses_or_posts() -> None:
    assert (matches(USES[:19], STRANGERS), matches(USES, [])) == ([], [])


def test_posts_while_nothing_is_known_do_not_count() -> None:
    uses = [(START + HOUR * at, START + HOUR * at + MINUTE) for at in (*range(10), *range(100, 120))]
    times = [START - 1, START, START + MINUTE + 4_000, START + 30 * MINUTE, START + 50 * HOUR, START + 200 * HOUR]
    seen, met, usual = meets(course_of(uses), np.array(times, dtype=np.float64))
    assert (seen.tolist(), met.tolist()) == (
        [False, True, True, True, False, False],
        [False, True, True, False, False, False],
    )
    assert usual[3] == pytest.approx((MINUTE + LAG) / HOUR, rel=0.3)


def test_uses_that_overlap_are_one() -> None:
    course = course_of(
        [(START + MINUTE, START + 2 * MINUTE), (START, START + 5 * MINUTE), (START + HOUR, START + HOUR)]
    )
    lasts = (course.ends - course.starts).tolist()
    assert lasts == [5 * MINUTE + LAG, 30 * SECOND]
