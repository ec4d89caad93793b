from __future__ import annotations

import pytest

from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.sides import Split, apps_of, side_of, sides


def _hourly(count: int, start: int = START, case_no: int = 0) -> list[Sent]:
    return [Sent(start + hour * HOUR, f"h{hour % 3}.example", "", case_no=case_no) for hour in range(count)]


def test_a_side_runs_from_its_first_exchange_to_its_last_whoever_got_it() -> None:
    before, after = sides(given([*_hourly(25), *_hourly(5, START + 9 * DAY, case_no=1)], []), Split())
    assert (before.hours, before.exchanges, before.left_out) == (24.0, 25, 0.0)
    assert (after.hours, after.exchanges, after.first) == (4.0, 5, START + 9 * DAY)


def test_a_long_silence_is_no_capture() -> None:
    before, _ = sides(given([*_hourly(25), *_hourly(25, START + 4 * DAY), Sent(case_no=1)], []), Split())
    assert (before.hours, before.left_out) == (48.0, 72.0)


def test_a_sparse_capture_is_no_silence() -> None:
    daily = [Sent(START + day * DAY) for day in range(8)]
    before, after = sides(given([*daily, Sent(case_no=1)], []), Split())
    assert (before.hours, before.left_out, after.hours) == (168.0, 0.0, 0.0)


def test_time_between_two_cases_of_a_side_does_not_count() -> None:
    sent = [*_hourly(3), *_hourly(3, START + 30 * DAY, case_no=1), *_hourly(2, case_no=2)]
    before, after = sides(given(sent, []), Split(first=2))
    assert (before.hours, after.hours) == (4.0, 1.0)


def test_before_and_after_a_moment() -> None:
    before, after = sides(given(_hourly(11), []), Split("time", moment=START + 4 * HOUR))
    assert (before.exchanges, before.hours, after.exchanges, after.hours) == (4, 3.0, 7, 6.0)


def test_apps_of_one_capture_were_watched_alike() -> None:
    before, after = sides(given(_hourly(11), []), Split("app", apps=("a", "b"), names=("a", "b")))
    assert (before.name, before.hours, after.name, after.hours) == ("a", 10.0, "b", 10.0)


def test_apps_that_exchanges_name() -> None:
    evidence = given(_hourly(3), [])
    evidence.tables.execute("UPDATE every_exchange SET app = 'app' || exchange WHERE exchange > 0")
    assert apps_of(evidence) == ["app1", "app2"]


def test_exchanges_without_times_have_no_hours() -> None:
    before, after = sides(given([Sent(None), Sent(None)], [Found(0, "imei")]), Split())
    assert (before.exchanges, before.hours, after.exchanges) == (2, 0.0, 0)


@pytest.mark.parametrize("name", ["it's", "a'; DROP TABLE x; --"])
def test_no_name_of_an_app_is_sql(name: str) -> None:
    tables = given([Sent()], []).tables
    query = f"SELECT {side_of(Split('app', apps=(name, 'b')))} FROM (SELECT ? AS app)"  # noqa: S608
    assert tables.execute(query, [name]).fetchall() == [(0,)]
