from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from phonehome.knowledge.load import load
from phonehome.telemetry.proof.attack import case_of
from phonehome.telemetry.proof.captured import in_2017, owned
from phonehome.telemetry.proof.population import lives_of
from phonehome.telemetry.proof.reading import Means, mean, told, true
from telemetry.proof.crowds import SMALL

SHORT = structs.replace(SMALL, lives=1, days=8)


def test_what_a_maker_reads_off_its_table_is_nearly_true(tmp_path: Path) -> None:
    (life,) = next(lives_of(SHORT))
    case = case_of(tmp_path / "case", in_2017(SHORT, 0).before, owned(SHORT, 0).owner, load())
    found, real = told(case, SHORT.captured, load()), true(life[: SHORT.captured])
    assert found.screen_hours == pytest.approx(real.screen_hours, rel=0.2)
    assert found.unlocks == pytest.approx(real.unlocks, rel=0.2)


def test_means_are_taken_over_phones() -> None:
    assert mean([Means(1, 10, 0), Means(3, 30, 1)]) == Means(2, 20, 0.5)
