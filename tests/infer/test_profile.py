from __future__ import annotations

import pytest

from infer.given import HOUR, START, Found, Sent, given
from phonehome.infer.profile import QUESTIONS, profile

SERIALS = ("258cfeb1", "53b1d26e")


@pytest.mark.parametrize(("other", "warned"), [(0, False), (1, True)])
def test_cases_of_different_phones_are_told(other: int, *, warned: bool) -> None:
    sent = [Sent(START + hour * HOUR, case_no=case) for case in (0, 1) for hour in (0, 2)]
    found = [Found(place, "serial", SERIALS[other if place > 1 else 0]) for place in range(4)]
    found += [Found(place, "screen_event", event=("screen_on", START - HOUR, None, "")) for place in range(4)]
    answered = profile(given(sent, found))
    day = next(one for one in answered.answers if one.question == "day")
    assert (bool(answered.warning), day.certainty) == (warned, "low" if warned else "high")


def test_every_question_is_answered_even_from_nothing() -> None:
    told: list[int] = []
    answers = profile(given([Sent()], []), told.append).answers
    assert [(one.question, one.certainty) for one in answers] == [(question.NAME, "none") for question in QUESTIONS]
    assert told == list(range(1, len(QUESTIONS) + 1))
