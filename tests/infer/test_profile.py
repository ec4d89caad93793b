from __future__ import annotations

from infer.given import Sent, given
from phonehome.infer.profile import QUESTIONS, profile


def test_every_question_is_answered_even_from_nothing() -> None:
    told: list[int] = []
    answers = profile(given([Sent()], []), told.append).answers
    assert [(one.question, one.certainty) for one in answers] == [(question.NAME, "none") for question in QUESTIONS]
    assert told == list(range(1, len(QUESTIONS) + 1))
