from __future__ import annotations

from datetime import UTC

import pytest

from infer.given import DAY, HOUR, START
from phonehome.infer.clock import Clock, Zone
from phonehome.infer.dwell import Dwelling, Sight, dwelling

CLOCK = Clock((Zone(0, UTC),), "")
NETWORKS = {"h": ("home", "1/1"), "w": ("work", "2/2"), "c": ("cafe", "3/3"), "p": ("partner", "4/4"), ".": ("", "5/5")}
OFFICE = "hhhhhhhhh.wwwwwwww.hhhhh"
FREE = "hhhhhhhhhhhhhhcchhhhhhhh"
PARTNER = "hhhhhhhhhhhhhhhhhh.ppppp"


def _sights(*days: str, every: int = 3) -> list[Sight]:
    """A sighting every few hours; a day is a letter an hour, a space says nothing."""
    letters = enumerate("".join(days))
    seen = [(hour, *NETWORKS[letter]) for hour, letter in letters if letter != " " and hour % every == 0]
    return [Sight(START + hour * HOUR, wifi, wifi.upper(), cell, "", 0, 0, hour) for hour, wifi, cell in seen]


def _nights(count: int) -> list[tuple[int, int]]:
    return [(START + day * DAY, START + day * DAY + 7 * HOUR) for day in range(count)]


def _places(found: Dwelling) -> tuple[str, str]:
    return found.home, found.work


def test_a_week_of_office() -> None:
    found = dwelling(_sights(*[OFFICE] * 5, FREE, FREE), _nights(7), CLOCK)
    assert (found.home, found.work, found.home_nights, found.work_days) == ("home", "work", 7, 5)
    assert found.hours == (12, 15)


@pytest.mark.parametrize("asleep", [[], _nights(7)])
def test_who_works_nowhere_has_no_workplace(asleep: list[tuple[int, int]]) -> None:
    assert _places(dwelling(_sights(*[FREE] * 7), asleep, CLOCK)) == ("home", "")


def test_a_home_without_wifi_is_no_network_but_a_cell() -> None:
    found = dwelling(_sights(*[OFFICE.replace("h", ".")] * 5), _nights(5), CLOCK)
    assert (_places(found), found.home_cell, found.home_nights) == (("", "work"), "5/5", 5)


def test_a_partner_is_no_workplace() -> None:
    days = [OFFICE, PARTNER, "pppppppphhhhhhhhhhhhhhhh"] * 3
    assert _places(dwelling(_sights(*days), _nights(9), CLOCK)) == ("home", "work")


def test_who_sleeps_by_day_is_at_home_by_day() -> None:
    shift = "wwwwww.hhhhhhhhhhhhhh.ww"
    asleep = [(START + day * DAY + 8 * HOUR, START + day * DAY + 15 * HOUR) for day in range(6)]
    assert _places(dwelling(_sights(*[shift] * 6), asleep, CLOCK)) == ("home", "work")


def test_too_few_nights_are_no_home() -> None:
    found = dwelling(_sights(OFFICE, FREE), _nights(2), CLOCK)
    assert (_places(found), found.home_nights) == (("", ""), 0)


def test_nights_spread_over_many_places_are_no_home() -> None:
    days = [letter * 24 for letter in "hwcp" for _ in range(3)]
    assert _places(dwelling(_sights(*days), _nights(12), CLOCK))[0] == ""


def test_nothing_seen() -> None:
    assert dwelling([], [], CLOCK) == Dwelling("", "", "", (), 0, 0, None)
