from __future__ import annotations

from itertools import pairwise

import pytest

from phonehome.phones import filler, oneplus_2017
from phonehome.phones.clock import DAY
from phonehome.phones.scene import Options, Profile
from phonehome.phones.simulation import Simulation, run

PROFILE = oneplus_2017.PROFILE


@pytest.fixture(scope="module")
def week() -> Simulation:
    return run(PROFILE, Options())


def test_index_is_the_position_in_order_of_time(week: Simulation) -> None:
    assert [exchange.index for exchange in week.exchanges] == list(range(len(week.exchanges)))
    times = [exchange.time or 0 for exchange in week.exchanges]
    assert all(one <= other for one, other in pairwise(times))
    assert PROFILE.start <= times[0] < times[-1] < PROFILE.start + 7 * DAY


def test_truth_names_host_and_exchange_and_no_value_twice(week: Simulation) -> None:
    assert all(week.exchanges[one.exchange].url.split("/")[2] == one.host for one in week.truth)
    assert len(set(week.truth)) == len(week.truth)
    assert {one.host for one in week.truth} == {"open.oneplus.net"}


def test_filler_is_mixed_in(week: Simulation) -> None:
    hosts = {exchange.url.split("/")[2] for exchange in week.exchanges}
    assert hosts == {"open.oneplus.net", *filler.hosts()}


def test_owners_values_are_planted(week: Simulation) -> None:
    told = {(one.kind, one.value) for one in week.truth}
    assert {("imei", value) for value in week.owner.values["imei"]} <= told
    assert {("ssid", value) for value in week.owner.values["ssid"]} <= told
    assert ("email", week.life.person.email) in told


def test_another_start_moves_the_capture() -> None:
    later = run(PROFILE, Options(days=1, start=PROFILE.start + 7 * DAY))
    assert all((exchange.time or 0) >= PROFILE.start + 7 * DAY for exchange in later.exchanges)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_impossible_days_are_refused(days: int) -> None:
    with pytest.raises(ValueError, match=f"days must be 1 to 366, not {days}"):
        run(PROFILE, Options(days=days))


def test_the_phones_own_apps_are_called_as_its_maker_does() -> None:
    life = run(Profile(PROFILE.start, PROFILE.tell, {"net.oneplus.launcher": "com.miui.home"}), Options()).life
    packages = {session.app for session in life.sessions}
    assert "com.miui.home" in packages
    assert "net.oneplus.launcher" not in packages


def test_trouble_makes_hard_lives_and_says_so_in_the_life() -> None:
    life = run(PROFILE, Options(days=12, trouble=True, reset=True)).life
    assert len(life.resets) == 1
    assert life.offline != ()
    assert run(PROFILE, Options(days=2)).life.offline == ()


def test_an_owner_knows_the_identifiers_after_a_reset_too() -> None:
    owner = run(PROFILE, Options(days=4, reset=True)).owner
    assert [len(owner.values[kind]) for kind in ("advertising_id", "android_id", "serial")] == [2, 2, 2]
    assert len(set(owner.values["advertising_id"])) == 2
