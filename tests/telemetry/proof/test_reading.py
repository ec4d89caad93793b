from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from phonehome.knowledge.load import load
from phonehome.telemetry.proof.attack import case_of
from phonehome.telemetry.proof.captured import in_2017, owned
from phonehome.telemetry.proof.population import lives_of
from phonehome.telemetry.proof.reading import Means, Read, off, told, true
from telemetry.proof.crowds import SMALL

SHORT = structs.replace(SMALL, lives=1, days=8)


def test_what_a_maker_reads_off_its_table_is_nearly_true(tmp_path: Path) -> None:
    (life,) = next(lives_of(SHORT))
    case = case_of(tmp_path / "case", in_2017(SHORT, 0).before, owned(SHORT, 0).owner, load())
    found, real = told(case, SHORT.captured, load()), true(life[: SHORT.captured])
    assert found.means.screen_hours == pytest.approx(real.means.screen_hours, rel=0.2)
    assert found.means.unlocks == pytest.approx(real.means.unlocks, rel=0.2)
    assert found.means.battery_level == pytest.approx(real.means.battery_level, abs=25)
    assert found.means.battery_level >= real.means.battery_level
    assert [sum(one.apps.values()) for one in (found, real)] == pytest.approx([1, 1])
    assert set(found.apps) <= set(real.apps)


ONE, OTHER = Read(Means(1, 10, 0, 50), {"a": 1.0}), Read(Means(3, 30, 1, 70), {"b": 1.0})


def test_a_crowd_that_tells_the_truth_is_off_by_who_is_in_it() -> None:
    hours, *_, apps = off([ONE, OTHER], [ONE, OTHER], [(100, 50), (1_000_000, 50)], 1)
    assert (hours.truth, hours.told) == (2.0, 2.0)
    assert 0 < hours.errors[1] < hours.errors[0] < 0.5
    assert (apps.truth, 0 < apps.errors[1] < apps.errors[0] < 0.5) == (None, True)


def test_what_all_phones_tell_wrongly_no_crowd_mends() -> None:
    _, unlocks, *_, apps = off([ONE, ONE], [OTHER, OTHER], [(100, 5), (1_000_000, 5)], 1)
    assert unlocks.errors == pytest.approx((20, 20))
    assert apps.errors == pytest.approx((1, 1))
