from __future__ import annotations

import pytest

from phonehome.phones.spans import Span, covers, joined, touches

SPANS = (Span(10, 20), Span(30, 40))


@pytest.mark.parametrize(("time", "expected"), [(9, False), (10, True), (19, True), (20, False), (30, True)])
def test_a_time_lies_in_a_span_up_to_its_end(time: int, expected: bool) -> None:  # noqa: FBT001
    assert covers(SPANS, time) is expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [(Span(0, 10), False), (Span(0, 11), True), (Span(15, 16), True), (Span(20, 30), False), (Span(5, 50), True)],
)
def test_spans_touch_where_a_moment_is_in_both(span: Span, expected: bool) -> None:  # noqa: FBT001
    assert touches(SPANS, span) is expected


def test_spans_that_meet_are_one() -> None:
    assert joined([Span(30, 40), Span(10, 20), Span(20, 25), Span(12, 14)]) == (Span(10, 25), Span(30, 40))
    assert joined([]) == ()
