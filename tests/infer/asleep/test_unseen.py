from __future__ import annotations

from infer.asleep.weeks import DAY, START
from phonehome.infer.asleep.signs import HOUR, MINUTE, Span
from phonehome.infer.asleep.unseen import dated, unseen
from phonehome.infer.evidence import Happening

REPORTS = [START + n * 4 * HOUR for n in range(40)]
# every twenty minutes from seven to midnight
LIGHTS = [
    (START + n * 20 * MINUTE, START + n * 20 * MINUTE + 60_000) for n in range(3 * 160) if n * 20 % 1440 >= 7 * 60
]


def _without(span: Span) -> list[tuple[int, int]]:
    return [light for light in LIGHTS if not span.start <= light[0] < span.end]


def test_a_report_that_is_missing_hides_what_it_would_have_told() -> None:
    lost = Span(REPORTS[10], REPORTS[12])
    reports = [time for time in REPORTS if time not in REPORTS[11:13]]
    (got,) = unseen(_without(lost), reports, reports)
    assert got.start == lost.start
    assert abs(got.end - lost.end) < 90 * MINUTE


def test_a_late_report_that_tells_all_hides_nothing() -> None:
    reports = [time for time in REPORTS if time not in REPORTS[11:13]]
    assert unseen(LIGHTS, reports, reports) == []


def test_dark_is_not_hidden_while_the_capture_ran() -> None:
    lost = Span(REPORTS[10], REPORTS[12])
    reports = [time for time in REPORTS if time not in REPORTS[11:13]]
    alive = [START + n * 30 * MINUTE for n in range(320)]
    assert unseen(_without(lost), reports, alive) == []


def test_a_phone_that_reports_only_what_happened_hides_nothing_at_night() -> None:
    nights = [Span(START + day * DAY, START + day * DAY + 7 * HOUR) for day in range(1, 6)]
    some = [light for light in LIGHTS if not any(night.start <= light[0] < night.end for night in nights)]
    reports = [time for time in REPORTS if not any(night.start < time < night.end + HOUR for night in nights)]
    assert unseen(some, reports, reports) == []


def test_reports_at_all_times_say_nothing_when_they_stop() -> None:
    night = Span(START + 2 * DAY, START + 2 * DAY + 7 * HOUR)
    some = _without(night)
    reports = [off for _, off in some]
    assert unseen(some, reports, reports) == []


def test_nobody_sleeps_for_a_day() -> None:
    gone = Span(START + 2 * DAY, START + 3 * DAY)
    some = _without(gone)
    (got,) = unseen(some, [], [])
    assert got.end == gone.end + 7 * HOUR
    assert got.start == some[[on for on, _ in some].index(got.end) - 1][1]


def _told(start: int, sent: int | None) -> Happening:
    return Happening(0, "h", "o", "screen_event", "unlock", start, None, "", 0, 0, sent, misdated=False)


def test_a_clock_that_was_wrong_after_a_reset_is_known_by_how_late_it_seems() -> None:
    right = [_told(time - HOUR, time) for time in REPORTS]
    wrong = _told(START - 13 * DAY, REPORTS[20])
    kept, hidden = dated([wrong, *right], [])
    assert kept == right
    assert hidden == [Span(REPORTS[19], REPORTS[20] - HOUR)]


def test_without_a_time_of_the_exchange_all_is_kept() -> None:
    some = [_told(START, None), _told(START + DAY, None)]
    assert dated(some, []) == (some, [])
