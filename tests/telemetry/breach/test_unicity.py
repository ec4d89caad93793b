from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonehome.telemetry.breach import unicity
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.measured import Known
from phonehome.telemetry.breach.table import Column
from telemetry.breach.leaks import Row, leak

WISH = Wish(person="who", point=("cell",))


def traces(*cells: str) -> list[Row]:
    return [(f"p{number}", cell) for number, trace in enumerate(cells) for cell in trace]


def test_who_shares_all_points_is_not_unique() -> None:
    found = leak(("who", "cell"), traces("ab", "ab", "cd"), WISH).unicity
    assert (found.made_of, found.persons) == (("cell",), 3)
    assert [(one.points, one.tried, one.unique) for one in found.known] == [(1, 3, 1), (2, 3, 1)]


def test_more_points_single_out_more() -> None:
    # Any one letter is shared, any two are not.
    found = leak(("who", "cell"), traces("ab", "bc", "ca"), WISH).unicity
    assert [(one.points, one.tried, one.unique) for one in found.known] == [(1, 3, 0), (2, 3, 3)]


@given(st.lists(st.sets(st.sampled_from("abcdefg"), min_size=1), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_with_all_points_known_unicity_is_that_of_whole_traces(sets: list[set[str]]) -> None:
    traces_ = [frozenset(sorted(trace)) for trace in sets]
    found = leak(("who", "cell"), [(f"p{no}", one) for no, trace in enumerate(traces_) for one in sorted(trace)], WISH)
    for one in found.unicity.known:
        able = [trace for trace in traces_ if len(trace) >= one.points]
        alone = [trace for trace in able if len(trace) == one.points and sum(trace <= other for other in traces_) == 1]
        assert one.tried == len(able)
        assert one.unique >= len(alone)


def test_the_interval_is_clopper_pearsons() -> None:
    found = leak(("who", "cell"), traces(*"abcdefghij"), WISH).unicity
    assert found.known == (Known(1, 10, 10, 1.0, round(0.025**0.1, 6), 1.0),)


def test_the_same_table_in_another_order_gives_the_same() -> None:
    rows = traces("abcdefg", "abcxyzw", "defghij", "aceg", "bdf")
    assert leak(("who", "cell"), rows[::-1], WISH).unicity == leak(("who", "cell"), rows, WISH).unicity


def test_fewer_are_tried_where_points_are_shared_by_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unicity, "_MOST_PAIRS", 10)
    monkeypatch.setattr(unicity, "_LEAST_TRIED", 4)
    (one,) = leak(("who", "cell"), traces(*"aaaaaaaa"), WISH).unicity.known
    assert (one.tried, one.unique) == (4, 0)


def test_a_table_without_traces_says_why() -> None:
    assert leak(("s",), [("a",)]).unicity.why_not == (
        "each row is taken for another person, so nobody has a trace (--person COLUMN)"
    )
    assert leak(("who", "s"), [("a", 1), ("a", 2)], Wish(person="who", sensitive=("s",))).unicity.why_not == (
        "no column tells a time or a place of which a trace is made (--point COLUMN)"
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("BIGINT", "1484000000"),
        ("BIGINT", "1484000000123"),
        ("BIGINT", "1484000000123456"),
        ("BIGINT", "1484000000123456789"),
        ("DOUBLE", "1484000000.5"),
        ("VARCHAR", "'1484000000123'"),
        ("VARCHAR", "'2017-01-09T22:13:20Z'"),
        ("VARCHAR", "'2017-01-09 22:59:59'"),
        ("TIMESTAMP", "'2017-01-09 22:13:20'"),
    ],
)
def test_times_of_every_form_tell_the_same_hour(kind: str, value: str) -> None:
    column = Column(0, "t", "time", "", "low", "", kind, 1)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        (told,) = connection.execute(f"SELECT {unicity.hour(column)} FROM (SELECT {value}::{kind} AS c0)").fetchall()[0]  # noqa: S608
    assert int(float(told)) == 1_484_000_000 // 3600
