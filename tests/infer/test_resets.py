from __future__ import annotations

from collections.abc import Sequence

import pytest

from infer.given import DAY, START, Found, Sent, given
from phonehome.infer.graph import graph
from phonehome.infer.resets import Change, changes, survives


def _changes(values: str, kind: str = "advertising_id", path: str = "$.a") -> list[Change]:
    """Of a place that held one of these letters a day; a dot for none."""
    sent = [Sent(START + day * DAY) for day in range(len(values))]
    found = [Found(day, kind, letter * 8, path=path) for day, letter in enumerate(values) if letter != "."]
    evidence = given(sent, found)
    return changes(evidence, graph(evidence))


def test_two_phones_at_one_place_are_no_reset_of_either() -> None:
    sent = [Sent(START + day * DAY) for day in range(8)]
    found = [Found(day, "advertising_id", ("39c8b14aa2da84f3", "a90747a5ecddd7dd")[day // 4]) for day in range(8)]
    found += [Found(day, "serial", ("53b1d26e", "fe51e671")[day // 4], path="$.s") for day in range(8)]
    evidence = given(sent, found)
    assert changes(evidence, graph(evidence)) == []


def test_what_belongs_to_an_app_changes_without_a_reset() -> None:
    assert _changes("aaabbb", "installation_id") == []


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ("aaaa", []),
        ("aaabbb", [(2, 3)]),
        ("aa..bbb", [(1, 4)]),
        ("abab", []),  # two apps at once
        ("ababcdcd", [(3, 4)]),  # both replaced
        ("aabbbbcccc", [(1, 2), (5, 6)]),
        ("abcdefgh", []),  # tokens of sessions
    ],
)
def test_a_change_is_where_all_before_has_ended(values: str, days: Sequence[tuple[int, int]]) -> None:
    times = [(START + before * DAY, START + after * DAY) for before, after in days]
    assert [(one.before, one.after) for one in _changes(values)] == times


def test_a_change_names_what_came_and_went() -> None:
    (one,) = _changes("aaabbb")
    assert (one.organisation, one.kind, one.old, one.new) == ("OnePlus", "advertising_id", (0,), (1,))


def test_what_cannot_be_reset_is_no_sign_of_a_reset() -> None:
    assert _changes("aaabbb", "serial") == []


def test_surviving_is_being_seen_on_both_sides() -> None:
    change = Change("OnePlus", "advertising_id", (0,), (1,), 10, 20)
    assert [survives(first, last, [change]) for first, last in ((5, 25), (10, 20), (11, 30), (0, 19))] == [
        True,
        True,
        False,
        False,
    ]
