from __future__ import annotations

from phonehome.telemetry.proof.plan import QUICK, Plan


def test_the_quick_plan_asks_as_many_crowds_as_the_whole_one() -> None:
    assert len(QUICK.crowds) == len(Plan().crowds)
    assert QUICK.population.days == Plan().population.days
