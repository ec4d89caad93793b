from __future__ import annotations

import pytest

from phonehome.phones import simulate
from phonehome.phones.clock import DAY
from phonehome.phones.household import handed_on, household, two_phones
from phonehome.phones.scene import Options
from phonehome.phones.simulation import Simulation

START = 1_483_920_000_000
MEMBERS = list(household(Options(days=2, seed=3)))


def values(simulation: Simulation, kind: str) -> set[str]:
    return {one.value for one in simulation.truth if one.kind == kind}


def test_a_household_has_that_many_phones_behind_one_address() -> None:
    assert len(MEMBERS) == 100
    assert len({member.address for member in MEMBERS}) == 1
    assert len({(member.options.seed, member.options.phone) for member in MEMBERS}) == 100
    assert 88 < len({member.person for member in MEMBERS}) < 100
    assert 8 < sum(member.options.reset for member in MEMBERS) < 35


@pytest.fixture(scope="module")
def homes() -> list[Simulation]:
    return [simulate("oneplus-2017", member.options) for member in MEMBERS[:4]]


def test_its_phones_share_networks_and_nothing_that_identifies(homes: list[Simulation]) -> None:
    assert set.intersection(*(values(one, "bssid") for one in homes))
    for kind in ("imei", "serial", "mac_address", "email"):
        assert len(set().union(*(values(one, kind) for one in homes))) == sum(len(values(one, kind)) for one in homes)


def test_two_phones_of_one_person_sleep_alike_and_share_the_account() -> None:
    first, second = (simulate("oneplus-2017", options) for options in two_phones(Options(days=3), 77))
    assert first.life.sleeps == second.life.sleeps
    assert first.life.lights != second.life.lights
    assert values(first, "email") == values(second, "email")
    assert values(first, "bssid") & values(second, "bssid")
    assert not values(first, "imei") & values(second, "imei")


def test_a_phone_that_is_handed_on_keeps_its_hardware_alone() -> None:
    before, after = (simulate("google-clearcut", options) for options in handed_on(Options(days=4), 9, START))
    assert before.owner.values["imei"] == after.owner.values["imei"]
    assert before.owner.values["serial"] == after.owner.values["serial"]
    assert before.owner.values["advertising_id"] != after.owner.values["advertising_id"]
    assert before.owner.values["email"] != after.owner.values["email"]
    assert max(one.time or 0 for one in before.exchanges) < START + 2 * DAY
    assert min(one.time or 0 for one in after.exchanges) >= START + 2 * DAY
