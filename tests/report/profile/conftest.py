"""A profile of two cases' worth of nothing but a day."""

from __future__ import annotations

from datetime import date

import pytest

from phonehome.infer.answer import Proof
from phonehome.infer.day import Day, Diary, Hours
from phonehome.infer.profile import Profile
from phonehome.model import CaseInfo, Input

INPUT = Input("week.har", "00" * 32, 4, "HAR 1.2", 1)


@pytest.fixture
def day() -> Day:
    hours = Hours(date(2017, 1, 16), (0,) * 8 + (1, 5, 9, 400) + (0,) * 12)
    return Day(
        question="day",
        sentence="OnePlus was told 415 events.",
        certainty="high",
        uncertainty="2 events are misdated.",
        needed="events",
        proof=(Proof(0, 6, "screen_event", "e6 body > json $.dl[0]"),),
        proved_by=415,
        recipients=(Diary("OnePlus", (hours,), {"screen_event": 415}),),
    )


@pytest.fixture
def profile(day: Day) -> Profile:
    return Profile((CaseInfo((INPUT,), {}),), "oneplus", (day,))
