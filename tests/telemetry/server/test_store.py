"""What every store holds to, of SQLite and of PostgreSQL."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.store import Store
from telemetry.server.building import BATCH, ENDED, EVER, QUESTION, TODAY, YESTERDAY, counts, entry, removal

OTHER = batch_of(QUESTION, YESTERDAY - timedelta(days=1))


def test_reports_are_counted_once_however_often_they_come(store: Store) -> None:
    first = store.write([entry(1, 5), entry(2, 5), entry(1, 5)], [])
    again = store.write([entry(2, 5), entry(3, 9)], [])
    assert (first, again, counts(store)) == ((["stored"] * 3, []), (["stored"] * 2, []), {5: 2, 9: 1})


def test_a_repeat_with_another_answer_changes_nothing(store: Store) -> None:
    store.write([entry(1, 5)], [])
    store.write([entry(1, 6)], [])
    assert counts(store) == {5: 1}


def test_a_large_group_is_stored_whole(store: Store) -> None:
    store.write([entry(number, number % 7) for number in range(5_003)], [])
    assert counts(store) == Counter(number % 7 for number in range(5_003))


def test_closing_turns_reports_into_the_same_counts_once(store: Store) -> None:
    store.write([entry(number, number % 3) for number in range(10)], [])
    store.close(BATCH)
    store.close(BATCH)
    assert store.counted(EVER)[0].batch.closed
    assert counts(store) == {0: 4, 1: 3, 2: 3}


def test_what_comes_after_the_count_is_refused_and_cannot_be_taken_back(store: Store) -> None:
    store.write([entry(1, 5)], [])
    store.close(BATCH)
    late = store.write([entry(1, 5), entry(2, 5), entry(3, 5, OTHER)], [removal(1)])
    assert (late, counts(store)) == ((["counted", "counted", "stored"], ["counted"]), {5: 2})


def test_reports_of_another_form_are_refused(store: Store) -> None:
    store.write([entry(1, 5)], [])
    assert store.write([entry(2, 5, replace(BATCH, form="GRR"))], [])[0] == ["counted"]


def test_a_report_is_taken_back_by_its_nonce_alone(store: Store) -> None:
    store.write([entry(1, 5), entry(2, 6)], [])
    fates = store.write([], [removal(1), removal(1), removal(3), removal(2, TODAY)])[1]
    assert (fates, counts(store)) == (["deleted", "absent", "absent", "absent"], {6: 1})


def test_what_was_taken_back_may_be_told_again(store: Store) -> None:
    store.write([entry(1, 5)], [])
    store.write([], [removal(1)])
    store.write([entry(1, 5)], [])
    assert counts(store) == {5: 1}


def test_a_dropped_batch_leaves_nothing(store: Store) -> None:
    store.write([entry(1, 5), entry(2, 5, OTHER)], [])
    store.close(BATCH)
    store.drop(BATCH)
    store.drop(BATCH)
    assert (store.batches(), counts(store)) == ([OTHER], {5: 1})


def test_closing_what_is_not_there_does_no_harm(store: Store) -> None:
    store.close(OTHER)
    assert counts(store) == {}


def test_batches_are_told_by_day_and_metric(store: Store) -> None:
    reboots = batch_of(ENDED, YESTERDAY)
    store.write([entry(1), entry(2, 1, OTHER), entry(3, 1, reboots)], [])
    assert store.batches() == [OTHER, reboots, BATCH]


def test_a_period_holds_its_first_and_its_last_day(store: Store) -> None:
    days = [batch_of(QUESTION, date(2026, 10, number)) for number in range(1, 6)]
    store.write([entry(number, 1, day) for number, day in enumerate(days)], [])
    found = store.counted(replace(EVER, since=date(2026, 10, 2), until=date(2026, 10, 4)))
    assert [one.batch.day.day for one in found] == [2, 3, 4]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=30), max_size=8))
def test_any_order_of_reports_repeats_and_withdrawals_leaves_the_right_counts(
    store: Store, groups: list[list[tuple[int, bool]]]
) -> None:
    store.drop(BATCH)
    held: set[int] = set()
    for group in groups:
        store.write([entry(n, n % 5) for n, comes in group if comes], [removal(n) for n, comes in group if not comes])
        held |= {n for n, comes in group if comes}
        held -= {n for n, comes in group if not comes}
    assert counts(store) == Counter(n % 5 for n in held)
