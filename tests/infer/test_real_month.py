"""A month of a real phone's screen (AWARE), where it is beside the repository: day and sleep must make sense of it."""

from __future__ import annotations

import csv
import gzip
from itertools import count, pairwise
from pathlib import Path

import pytest

from infer.given import DAY, HOUR, Found, Sent, given
from phonehome.infer import day, sleep
from phonehome.infer.evidence import Evidence

MONTH = Path("/work/shared/captures/screen/AwareScreen_1month.csv.gz")
STATUS = {"0": "screen_off", "1": "screen_on", "2": "device_locked", "3": "unlock"}

pytestmark = pytest.mark.skipif(not MONTH.is_file(), reason="the real month is not beside the repository")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Told once a day, in the hour after midnight UTC."""
    with gzip.open(MONTH, "rt") as file:
        rows = [(round(float(row["time"]) * 1_000), STATUS[row["screen_status"]]) for row in csv.DictReader(file)]
    first = rows[0][0] // DAY
    days = range(rows[-1][0] // DAY - first + 1)
    sent = [Sent((first + number + 1) * DAY + HOUR) for number in days]
    found = [Found(time // DAY - first, "screen_event", event=(name, time, None, "")) for time, name in rows]
    return given(sent, found, timezone="Europe/Helsinki")


def test_every_day_is_in_the_actogram(evidence: Evidence) -> None:
    (diary,) = day.ask(evidence).recipients
    dates = [one.date for one in diary.days]
    assert len(dates) in {31, 32}
    assert all((later - sooner).days == 1 for sooner, later in pairwise(dates))
    by_hour = [sum(one.events[hour] for one in diary.days) for hour in range(24)]
    assert sum(by_hour[3:8]) < sum(by_hour) / 20


def test_nearly_every_night_is_found_and_could_be_one(evidence: Evidence) -> None:
    answer = sleep.ask(evidence)
    nights = answer.nights
    assert len(nights) >= 28
    hours = [night.duration_minutes / 60 for night in nights]
    assert sum(4 <= one <= 11 for one in hours) >= 0.85 * len(nights)
    assert max(hours) < 13
    assert all(night.onset.hour >= 21 or night.onset.hour < 4 for night in nights)
    middles = [night.onset + (night.wake - night.onset) / 2 for night in nights]
    assert all(middle.hour < 11 or middle.hour >= 21 for middle in middles)
    assert len({night.wake.date() for night in nights}) == len(nights)


def test_summer_time_is_kept(evidence: Evidence) -> None:
    """Finland's clocks went forward on 26 March 2017."""
    offsets = [night.wake.utcoffset() for night in sleep.ask(evidence).nights]
    assert [number for number, offset in zip(count(), offsets, strict=False) if offset != offsets[0]] != []
    assert offsets == sorted(offsets, key=str)
