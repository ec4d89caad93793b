"""What a card shows."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from phonehome.telemetry.collect.answer import Answer, Share
from phonehome.telemetry.dashboard.board import ROWS, Batches, Card, Rows, card, point
from phonehome.telemetry.metric import Category, Metric, Number
from phonehome.telemetry.metrics import catalogue, read
from telemetry.dashboard.said import COHORTED, FEW, MANY, SHARES, WEEKLY

METRICS = read(catalogue()).metrics
ORDERED, NAMED = METRICS["unlocks"], METRICS["network_type"]
NONE = Batches(None, 0)
TODAY = date(2026, 10, 28)
MANY_SHARES = tuple(Share(0.01, 0.0, 0.02, at / 1000, told=False, label=f"answer {at}") for at in range(20))


def _amounts(rows: Rows) -> list[tuple[str, str, str]]:
    return [(row.label, row.amount, row.interval) for row in rows.rows]


def _card(answer: Answer = MANY, metric: Metric = ORDERED) -> Card:
    return card(metric, answer, NONE, TODAY)


def test_bins_stay_in_their_order_and_a_list_goes_by_size() -> None:
    assert isinstance(NAMED.form, Category)
    assert _amounts(_card().chart) == [
        ("0 to 1", "25.0 %", "20.0 to 32.0 %"),
        ("1 to 2", "75.0 %", "70.0 to 100.0 %"),
    ]
    assert [row.label for row in _card(metric=NAMED).chart.rows] == ["1 to 2", "0 to 1"]


def test_many_bins_are_a_histogram_and_of_a_long_list_the_largest_are_shown() -> None:
    many = replace(MANY, shares=MANY_SHARES)
    assert isinstance(METRICS["screen_hours"].form, Number)
    assert _card(many, METRICS["screen_hours"]).histogram is not None
    named = _card(many, NAMED)
    assert (named.histogram, named.chart.rows[0].label, len(named.chart.rows), named.chart.rest) == (
        None,
        "answer 19",
        ROWS,
        20 - ROWS,
    )


def test_a_mean_goes_week_by_week_where_there_are_enough() -> None:
    (weeks,) = _card(WEEKLY).weeks
    assert (weeks.title, _amounts(weeks)) == (
        "Mean",
        [("1 to 4 Oct", "too few", "50 of 4,000 reports"), ("5 to 11 Oct", "1.25", "1.2 to 1.5")],
    )
    assert _card(replace(WEEKLY, weeks=WEEKLY.weeks[:1])).weeks == ()


def test_the_largest_shares_that_are_told_go_week_by_week() -> None:
    untold = (SHARES[0], replace(SHARES[1], told=False))
    weeks = _card(replace(COHORTED, weeks=WEEKLY.weeks, shares=untold), NAMED).weeks
    assert [(one.title, _amounts(one)) for one in weeks] == [
        ("0 to 1", [("1 to 4 Oct", "too few", "50 of 4,000 reports"), ("5 to 11 Oct", "25.0 %", "20.0 to 32.0 %")])
    ]


def test_cohorts_are_shown_and_divided_where_they_have_enough() -> None:
    phones, divided = _card(COHORTED).cohorts
    assert (phones.title, _amounts(phones)) == (
        "Phones by os_version",
        [("9.0", "50.0 %", "40.0 to 60.0 %"), ("other", "10.0 %", "0.0 to 20.0 %")],
    )
    assert (divided.title, _amounts(divided)) == (
        "os_version 9.0",
        [("1 to 2", "100.0 %", "90.0 to 100.0 %"), ("0 to 1", "0.0 %", "0.0 to 10.0 %")],
    )


def test_too_few_reports_are_no_picture() -> None:
    few = _card(FEW)
    assert (few.chart.rows, few.histogram, few.weeks, few.cohorts) == ((), None, (), ())


def test_a_metric_that_has_ended_is_told() -> None:
    assert [card(ORDERED, MANY, NONE, day).expired for day in (TODAY, date(2028, 1, 1))] == [False, True]


def test_a_point_is_kept_to_what_a_share_can_be() -> None:
    found = point(Share(-0.1, -0.3, -0.1, 0.0, told=False, label=""))
    assert (found.low, found.middle, found.high) == (0.0, 0.0, 0.0)
