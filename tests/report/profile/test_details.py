from __future__ import annotations

from phonehome.infer.answer import Answer
from phonehome.infer.day import Day
from phonehome.report.profile.details import DETAILS, details


def test_a_question_without_a_table_shows_none() -> None:
    assert list(details(Answer(question="x", sentence="s", certainty="none", needed="n"))) == []


def test_an_empty_answer_shows_no_table() -> None:
    assert list(details(Day(question="day", sentence="s", certainty="none", needed="n"))) == []


def test_details_are_of_different_questions() -> None:
    assert len({kind for kind, _ in DETAILS}) == len(DETAILS)
