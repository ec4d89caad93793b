from __future__ import annotations

import pytest

from infer.given import DAY, HOUR, START, Found, Held, Sent, given
from phonehome.infer.cadence import ask, spoken

MINUTE = 60_000


def _late(place: int, every: int) -> int:
    """Up to a twentieth of the period late."""
    return START + place * every + place * 7919 % 100 * every // 2000


def test_two_jobs_at_one_address_are_told_apart() -> None:
    daily, seldom = (
        [_late(place, DAY) for place in range(14)],
        [START + place * 3 * DAY + 5 * HOUR for place in range(5)],
    )
    sent = [Sent(time, path="/up") for time in (*daily, *seldom)]
    found = [Found(place, "cell_id") for place in range(14)] + [Found(place, "message") for place in range(14, 19)]
    answer = ask(given(sent, found))
    assert [(one.kinds, round(one.period / 3600), one.beats) for one in answer.rhythms] == [
        (("cell_id",), 24, 14),
        (("message",), 72, 5),
    ]
    assert answer.sentence == "The phone calls by itself: open.oneplus.net every 24 h, open.oneplus.net every 72 h."
    assert [(one.exchange, one.kind) for one in answer.proof] == [(0, "cell_id"), (14, "message")]
    assert (answer.certainty, answer.uncertainty) == (
        "high",
        "What a person does at the same time every day looks like a period of 24 h.",
    )


def test_when_something_is_noted_is_told_beside_when_it_is_sent() -> None:
    sent = [Sent(START + place * 4 * HOUR) for place in range(60)]
    held = [Held(place // 4 * 3 + place % 4 // 2, str(START + place * 3 * HOUR), type="integer") for place in range(76)]
    answer = ask(given(sent, [Found(place, "battery") for place in range(60)], held=held))
    assert [(one.taken, one.period / 3600) for one in answer.rhythms] == [(True, 3.0), (False, 4.0)]


def test_chance_has_no_rhythm() -> None:
    sent = [Sent(START + place * place * 977 * MINUTE % (14 * DAY)) for place in range(40)]
    answer = ask(given(sorted(sent, key=lambda one: one.time or 0), []))
    assert (answer.rhythms, answer.set_off, answer.certainty) == ((), (), "none")
    assert answer.sentence == "No request came in a period that chance does not explain (1 streams were tried)."


def test_requests_that_events_set_off() -> None:
    lit = [
        START + day * DAY + (7 + 3 * hour) * HOUR + (day * 37 + hour * 11) % 60 * MINUTE
        for day in range(9)
        for hour in range(5)
    ]
    sent = [Sent(time + 3_000, host="ads.example", organisation="") for time in lit]
    found = [Found(44, "screen_event", event=("screen_on", time, None, "")) for time in lit]
    (one,) = ask(given(sent, found)).set_off
    assert (one.host, one.event, one.share, one.beats) == ("ads.example", "screen_on", 1.0, 45)


def test_volumes_by_hour_of_the_phones_day() -> None:
    answer = ask(
        given([Sent(START + place * DAY + 23 * HOUR) for place in range(4)], [Found(0, "timezone", "GMT+0200")])
    )
    (one,) = answer.volumes
    assert (one.recipient, one.exchanges, one.bytes, one.hours[1], one.a_day) == ("OnePlus", 4, 4000, 4, 1.32)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(255.2, "255 s"), (3600, "60 min"), (12_600, "3 h 30 min"), (14_400, "4 h"), (86_363, "24 h"), (259_874, "72 h")],
)
def test_periods_in_words(seconds: float, words: str) -> None:
    assert spoken(seconds) == words
