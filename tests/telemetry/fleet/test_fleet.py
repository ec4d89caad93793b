from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from msgspec.structs import replace

from phonehome.telemetry import metrics
from phonehome.telemetry.collect.estimate import estimate
from phonehome.telemetry.fleet.fleet import Fleet, Lives, known, lived, lives_of, reports
from phonehome.telemetry.fleet.truth import Truth

ASKED = metrics.read(metrics.catalogue())
FLEET = Fleet(phones=300, days=28, start=20_000, lives=6)


@pytest.fixture(scope="module")
def lives() -> Lives:
    return lives_of(FLEET)


def test_a_phone_answers_as_often_as_its_metrics_say(lives: Lives) -> None:
    told = list(reports(lived(FLEET, lives), ASKED))
    counts = Counter((one.phone, one.report.metric) for one in told)
    every = {name: metric.terms.every_days for name, metric in ASKED.metrics.items()}
    assert {metric for _, metric in counts} == set(known(ASKED, lives)) == set(every)
    assert all(count <= 28 // min(every[metric], 28) + 1 for (_, metric), count in counts.items())
    assert {counts[phone, "screen_hours"] for phone in range(300)} <= {0, 1, 2}
    assert len({one.report.nonce for one in told}) == len(told)


def test_without_consent_there_is_nothing(lives: Lives) -> None:
    assert list(reports(lived(replace(FLEET, consenting=0.0), lives), ASKED)) == []
    told = {one.phone for one in reports(lived(replace(FLEET, consenting=0.3), lives), ASKED)}
    assert 60 <= len(told) <= 120


def test_the_same_seed_sends_the_same(lives: Lives) -> None:
    few = replace(FLEET, phones=20)
    assert list(reports(lived(few, lives), ASKED)) == list(reports(lived(few, lives), ASKED))
    assert list(reports(lived(few, lives), ASKED)) != list(reports(lived(replace(few, seed=2), lives), ASKED))


def test_the_estimate_of_the_reports_is_near_the_truth(lives: Lives) -> None:
    metric = ASKED.metrics["network_type"]
    many = replace(FLEET, phones=6000)
    truth = Truth([metric])
    days = truth.seen(lived(many, lives))
    told = [one.report.report for one in reports(days, replace(ASKED, metrics={"network_type": metric}))]
    counts = np.bincount(told, minlength=metric.oracle.outputs)
    found = estimate(metric.oracle, counts)
    for cell, share in zip(found.cells, truth.shares()["network_type"].values(), strict=True):
        assert abs(cell.share - share) < 2.5 * (cell.high - cell.low)
