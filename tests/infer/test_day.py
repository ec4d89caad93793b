from __future__ import annotations

from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.day import ask


def _on(time: int, exchange: int = 0) -> Found:
    return Found(exchange, "screen_event", event=("screen_on", time, None, ""))


def test_events_by_local_hour_and_day() -> None:
    found = [_on(START + 23 * HOUR), _on(START + 23 * HOUR + 1), _on(START + 9 * HOUR)]
    answer = ask(given([Sent(START + DAY)], [Found(0, "timezone", "GMT+0100"), *found]))
    (diary,) = answer.recipients
    assert [(day.date.isoformat(), {h: n for h, n in enumerate(day.events) if n}) for day in diary.days] == [
        ("2017-01-16", {10: 1}),
        ("2017-01-17", {0: 2}),
    ]
    assert (diary.kinds, answer.certainty, answer.proved_by) == ({"screen_event": 3}, "high", 3)


def test_the_recipient_with_most_events_comes_first() -> None:
    sent = [Sent(START + DAY, host="a.example", organisation=""), Sent(START + DAY)]
    answer = ask(given(sent, [_on(START), _on(START + 1, 1), _on(START + 2, 1)]))
    assert [diary.recipient for diary in answer.recipients] == ["OnePlus", "a.example"]


def test_nothing_told_is_said() -> None:
    answer = ask(given([Sent()], []))
    assert (answer.certainty, answer.recipients, answer.proof) == ("none", (), ())
    assert answer.sentence == "No event with a time was sent, so nobody was told what was done when."


def test_wrong_dates_are_counted_not_shown() -> None:
    answer = ask(given([Sent()], [_on(START), _on(START - 400 * DAY)]))
    assert (answer.misdated, len(answer.recipients[0].days)) == (1, 1)
    assert answer.uncertainty.startswith("1 events bear a time")
