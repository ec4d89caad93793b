"""What counted reports say of the fleet."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from phonehome.telemetry.collect.aggregate import added
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.oracle.sample import report
from phonehome.telemetry.server.answers import answer, summed
from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.questions import question
from phonehome.telemetry.server.store import AwayError, Counted, Period

METRICS = read(catalogue()).metrics
DAY = date(2026, 10, 1)
DAYS = Period("screen_hours", DAY, DAY + timedelta(days=9))


def _counted(metric: Metric, told: dict[int, int], day: date = DAY, seed: int = 1) -> Counted:
    """So many phones with each cell report through the real randomiser, with seeded chance."""
    source = random.Random(seed).randbytes
    outputs = Counter(report(metric.oracle, cell, source) for cell, phones in told.items() for _ in range(phones))
    return Counted(batch_of(question(metric), day), dict(outputs))


def test_shares_and_mean_hold_the_truth_in_their_intervals() -> None:
    metric = METRICS["screen_hours"]
    told = {3: 6_000, 5: 4_000}
    said = answer(metric, DAYS, [_counted(metric, told), _counted(metric, told, DAY + timedelta(days=1), 2)])
    assert (said.n, said.days, said.enough, len(said.shares)) == (20_000, 2, True, 24)
    assert sum(one.low <= told.get(at, 0) / 10_000 <= one.high for at, one in enumerate(said.shares)) >= 21
    assert said.mean is not None
    assert said.mean.low <= 0.6 * 3.5 + 0.4 * 5.5 <= said.mean.high
    assert sum(one.shown for one in said.shares) == pytest.approx(1)


def test_too_few_reports_say_nothing() -> None:
    metric = METRICS["screen_hours"]
    said = answer(metric, DAYS, [_counted(metric, {3: 50})])
    assert (said.n, said.enough, said.shares, said.mean) == (50, False, (), None)
    assert answer(metric, DAYS, []).n == 0


def test_days_of_another_definition_are_left_out_and_told() -> None:
    metric = METRICS["screen_hours"]
    one = _counted(metric, {3: 50})
    other = replace(one, batch=replace(one.batch, form="0" * 16))
    said = answer(metric, DAYS, [one, other])
    assert (said.n, said.days, said.other_days) == (50, 1, 1)


def test_a_memoised_answer_is_not_taken_for_new_knowledge() -> None:
    metric = METRICS["reboots"]
    days = [_counted(metric, {0: 3_000, 1: 1_000}, DAY + timedelta(days=number), number) for number in range(4)]
    once, often = answer(metric, DAYS, days[:1]), answer(metric, DAYS, days)
    assert metric.terms.repeat == "memoised"
    assert (often.needed // 4 - once.needed) in {-1, 0, 1}
    assert once.mean is not None
    assert once.mean.low <= 1.0 <= once.mean.high


@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.terms.by])
def test_a_metric_by_an_attribute_has_cohorts_and_shares_of_all(name: str) -> None:
    metric = METRICS[name]
    said = answer(metric, DAYS, [_counted(metric, {0: 40_000})])
    if said.enough:
        assert ([one.attribute for one in said.cohorts], said.shares[0].high > 0.9) == (list(metric.attribute), True)
        assert len(said.shares) == len(metric.labels)


def test_counts_are_summed_over_days() -> None:
    metric = METRICS["reboots"]
    batch = batch_of(question(metric), DAY)
    assert summed(metric, [Counted(batch, {0: 2}), Counted(batch, {0: 1, 1: 5})]).tolist()[:2] == [3, 5]


def test_weeks_begin_on_monday_and_stay_in_the_period() -> None:
    metric, few = METRICS["screen_hours"], {3: 50}
    days = [_counted(metric, {3: 8_000}, DAY), *(_counted(metric, few, DAY + timedelta(days=n)) for n in (3, 4))]
    said = answer(metric, DAYS, days, weekly=True)
    assert [(str(one.since), str(one.until), one.days, one.n, one.enough) for one in said.weeks] == [
        ("2026-10-01", "2026-10-04", 2, 8_050, True),
        ("2026-10-05", "2026-10-10", 1, 50, False),
    ]
    assert answer(metric, DAYS, days).weeks == ()
    week = said.weeks[0].mean
    assert week is not None
    assert week.low <= 3.5 <= week.high


def test_a_mean_is_shown_within_what_it_can_be() -> None:
    metric = METRICS["unlocks"]
    oracle = metric.oracle
    none = max(range(oracle.outputs), key=lambda output: -added(oracle, np.arange(float(oracle.cells)))[output])
    said = answer(metric, DAYS, [Counted(batch_of(question(metric), DAY), {none: 20_000})])
    assert said.mean is not None
    assert said.mean_shown is not None
    assert (said.mean.low < 0, said.mean_shown.mean, said.mean_shown.low) == (True, 0.0, 0.0)


def test_reports_that_are_not_counted_yet_wait() -> None:
    metric = METRICS["screen_hours"]
    one = _counted(metric, {3: 50})
    closed = replace(_counted(metric, {3: 30}), batch=replace(one.batch, closed=True))
    assert [answer(metric, DAYS, some).waiting for some in ([one], [closed], [one, closed])] == [50, 0, 50]


@pytest.mark.parametrize("name", list(METRICS))
def test_what_cannot_be_told_and_what_liars_move_is_said(name: str) -> None:
    metric = METRICS[name]
    said = answer(metric, DAYS, [_counted(metric, {0: 40_000})])
    empty = answer(metric, DAYS, [])
    assert 0.01 < said.moved_share == empty.moved_share < 0.3
    assert (empty.least, empty.moved_mean) == (None, None)
    if said.enough:
        assert said.least is not None
        assert all(one.told == (one.share > said.least) for one in said.shares if abs(one.share) < 2 * said.least)


def test_answers_that_no_phone_can_give_are_damage() -> None:
    metric = METRICS["reboots"]
    batch = batch_of(question(metric), DAY)
    damage = "^the database is damaged: it has answers to reboots that no phone can give$"
    with pytest.raises(AwayError, match=damage):
        summed(metric, [Counted(batch, {metric.oracle.outputs: 1})])
