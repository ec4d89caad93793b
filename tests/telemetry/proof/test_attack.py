from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.phones.clock import DAY, HOUR, MINUTE
from phonehome.telemetry.proof.attack import Linked, case_of, guessed, learnt, linked
from phonehome.telemetry.proof.captured import Owned, in_2017, owned
from phonehome.telemetry.proof.population import Population

SMALL = Population(lives=1, phones=1, days=9, captured=7)


def _said(folder: Path, *values: dict[str, str]) -> Path:
    exchanges = [
        Exchange(place, "POST", "https://x.example/", 1_486_000_000_000 + place, body=msgspec.json.encode(value))
        for place, value in enumerate(values)
    ]
    return case_of(folder, exchanges, Owner(), load())


def test_a_phone_of_2017_is_an_open_book(tmp_path: Path) -> None:
    true = owned(SMALL, 0)
    found = learnt(case_of(tmp_path / "case", in_2017(SMALL, 0).before, true.owner, load()), true, load())
    assert found.home == true.home
    assert {"day", "sleep", "apps", "places", "stable", "links"} <= set(found.answered)
    assert found.nights == len(true.nights)
    assert found.nights_found >= found.nights - 1
    assert len(found.errors) == 2 * found.nights_found
    assert "com.android.chrome" in found.apps
    assert found.found["serial", "confirmed"] > 1000


def test_of_a_phone_that_tells_nothing_nothing_is_learnt(tmp_path: Path) -> None:
    true = Owned(Owner(), ((0, 8 * HOUR),), "Café")
    found = learnt(_said(tmp_path / "case", {"v": "1"}), true, load())
    assert (found.nights, found.nights_found, found.errors, found.home, found.apps) == (1, 0, (), "", ())
    assert found.found == Counter()


def test_a_value_of_ones_own_links_and_a_shared_one_does_not(tmp_path: Path) -> None:
    before = [_said(tmp_path / f"b{n}", {"own": f"{n}{n}{n}", "day": "monday"}) for n in range(3)]
    after = [
        _said(tmp_path / "a0", {"own": "000", "day": "monday"}),
        _said(tmp_path / "a1", {"own": "222", "day": "monday"}),
        _said(tmp_path / "a2", {"own": "new", "day": "monday"}),
    ]
    assert linked(before, after) == Linked(phones=3, guessed=2, right=1)


@pytest.mark.parametrize(("late", "error"), [(0, 0.0), (60, 30.0)])
def test_the_guess_is_everybodys_median_hours(late: int, error: float) -> None:
    nights = [[(day * DAY + 23 * HOUR, day * DAY + 31 * HOUR) for day in range(3)]]
    nights += [[(onset + late * MINUTE, wake + late * MINUTE) for onset, wake in nights[0]]]
    assert guessed(nights) == error
