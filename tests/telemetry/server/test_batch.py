"""When batches are open, counted and forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from phonehome.telemetry.server.batch import Batch, Chores, batch_of, checked, chores, is_told_now
from telemetry.server.building import QUESTION

DAY = date(2026, 10, 1)
OPEN = batch_of(QUESTION, DAY)
CLOSED = replace(OPEN, closed=True)
NOTHING = Chores((), ())


@pytest.mark.parametrize(("late", "told"), [(-2, False), (-1, True), (0, True), (28, True), (29, False), (3650, False)])
def test_a_day_is_told_from_the_day_before_until_four_weeks_later(late: int, told: bool) -> None:  # noqa: FBT001
    assert is_told_now(DAY, DAY + timedelta(days=late)) == told


@pytest.mark.parametrize(
    ("batch", "after", "due"),
    [
        (OPEN, 29, NOTHING),
        (OPEN, 30, Chores((OPEN,), ())),
        (OPEN, 364, Chores((OPEN,), ())),
        (OPEN, 365, Chores((), (OPEN,))),
        (CLOSED, 30, NOTHING),
        (CLOSED, 364, NOTHING),
        (CLOSED, 365, Chores((), (CLOSED,))),
        (CLOSED, 9999, Chores((), (CLOSED,))),
    ],
)
def test_chores(batch: Batch, after: int, due: Chores) -> None:
    assert chores([batch], DAY + timedelta(days=after)) == due


def test_no_batch_is_counted_while_a_phone_may_still_report() -> None:
    while_told = [late for late in range(-2, 400) if is_told_now(DAY, DAY + timedelta(days=late))]
    assert [late for late in while_told if chores([OPEN], DAY + timedelta(days=late)) != NOTHING] == []


def test_a_retention_that_ends_before_the_count_is_refused() -> None:
    short = {"screen_hours": replace(QUESTION, retention_days=30)}
    sentence = "metric screen_hours: retention_days is 30, but a day is counted only after 30 days; say more than 30"
    with pytest.raises(ValueError, match=sentence):
        checked(short)


def test_a_longer_retention_is_taken() -> None:
    longer = {"screen_hours": replace(QUESTION, retention_days=31)}
    assert checked(longer) is longer
