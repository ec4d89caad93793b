from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.evidence import Evidence
from phonehome.infer.sleep import Nights, ask

MINUTE = 60_000
DAYS = 14
UPLOAD = 4 * HOUR


def _light(exchange: int, time: int) -> list[Found]:
    names = (("screen_on", time), ("unlock", time + 1_000), ("screen_off", time + 50_000))
    return [Found(exchange, "screen_event", event=(name, at, None, "")) for name, at in names]


def _uses(day: int) -> list[int]:
    """From 07:00 to 23:00 UTC, every 16 minutes or so."""
    return [START + day * DAY + 7 * HOUR + place * 16 * MINUTE + place * place * 997 for place in range(60)]


def _evidence(*, lost: range = range(0), looks: int = 0, timezone: str = "", apps: bool = False) -> Evidence:
    """Two weeks of uploads every four hours; ``lost`` are hours of which nothing was told."""
    times = sorted([time for day in range(DAYS) for time in _uses(day)] + [START + 9 * DAY + 3 * HOUR] * looks)
    kept = [time for time in times if (time - START) // HOUR not in lost]
    sent = [Sent(START + number * UPLOAD) for number in range(6 * DAYS + 1) if number * 4 - 4 not in lost]
    found = []
    for time in kept:
        exchange = next(place for place, one in enumerate(sent) if one.time is not None and one.time > time + MINUTE)
        session = Found(exchange, "app_usage", event=("", time, time + 50_000, "com.example"))
        found += [session] if apps else _light(exchange, time)
    return given(sent, found, timezone=timezone)


def _minutes(moments: list[datetime], hour: float) -> list[float]:
    """How far each is from that hour of its own clock, in minutes."""
    return [abs((one.hour + one.minute / 60 - hour + 12) % 24 - 12) * 60 for one in moments]


def test_every_night_is_found_near_its_last_and_first_use() -> None:
    answer = ask(_evidence())
    inner = [night for night in answer.nights if night.onset.date() != date(2017, 1, 15)]
    assert len(inner) == DAYS - 1
    assert max(_minutes([one.wake for one in inner], 7)) < 20
    assert max(_minutes([one.onset for one in inner], 23.9)) < 45
    assert all(one.onset_low <= one.onset <= one.onset_high for one in inner)
    assert all(one.wake_low <= one.wake <= one.wake_high for one in inner)
    assert answer.certainty == "high"


def test_a_look_at_the_phone_does_not_split_a_night() -> None:
    plain, looked = ask(_evidence()), ask(_evidence(looks=1))
    assert len(looked.nights) == len(plain.nights)
    assert [one.checks for one in looked.nights if one.checks] == [1]


def test_what_was_not_seen_is_unknown_and_no_sleep() -> None:
    answer = ask(_evidence(lost=range(5 * 24 + 16, 6 * 24 + 8)))
    assert [one.evening for one in answer.unknown] == [date(2017, 1, 15), date(2017, 1, 21)]
    assert answer.unknown[1].reason.startswith("Nothing arrived of 21 Jan")
    assert all(night.wake.date() != date(2017, 1, 22) for night in answer.nights)
    assert len(answer.hidden) == 1


def test_times_are_on_the_phones_clock() -> None:
    answer = ask(_evidence(timezone="Asia/Tokyo"))
    assert {one.wake.utcoffset() for one in answer.nights} == {timedelta(hours=9)}
    assert max(_minutes([one.wake for one in answer.nights], 16)) < 20
    assert "time zone" not in answer.uncertainty


def test_a_flight_east_moves_the_nights_with_the_clock() -> None:
    """After a week the person lands where clocks are eight hours ahead, and keeps to the new clock."""
    times = [time - 8 * HOUR * (day > 7) for day in range(DAYS) if day != 7 for time in _uses(day)]
    sent = [Sent(START + number * UPLOAD) for number in range(6 * DAYS + 1)]
    zones = [Found(place, "timezone", "GMT+0800" if place > 6 * 7 + 2 else "GMT+0000") for place in range(len(sent))]
    lights = [event for time in times for event in _light((time - START) // UPLOAD + 1, time)]
    answer = ask(given(sent, zones + lights))
    offsets = [night.wake.utcoffset() for night in answer.nights]
    assert {offset.total_seconds() / 3_600 for offset in offsets if offset is not None} == {0, 8}
    settled = [night for night in answer.nights if night.wake.day not in {23, 24}]
    assert len(settled) >= DAYS - 3
    assert max(_minutes([night.wake for night in settled], 7)) < 20


def test_summer_time_does_not_lengthen_a_night() -> None:
    """Clocks in Berlin went forward in the night to 26 March 2017; the person got up at seven by the clock."""
    begin = 69 * DAY - 10 * DAY
    times = [time + begin - HOUR * (day > 9) for day in range(DAYS) for time in _uses(day)]
    sent = [Sent(START + begin + number * UPLOAD) for number in range(6 * DAYS + 1)]
    lights = [event for time in times for event in _light((time - START - begin) // UPLOAD + 1, time)]
    answer = ask(given(sent, lights, timezone="Europe/Berlin"))
    (short,) = [night for night in answer.nights if night.wake.date() == date(2017, 3, 26)]
    usual = sorted(night.duration_minutes for night in answer.nights)[len(answer.nights) // 2]
    assert abs(usual - 60 - short.duration_minutes) < 25


def test_app_sessions_tell_it_too() -> None:
    assert len(ask(_evidence(apps=True)).nights) == len(ask(_evidence()).nights)


def test_habits_and_proof() -> None:
    answer = ask(_evidence())
    assert answer.weekdays is not None
    assert answer.weekends is not None
    assert answer.weekdays.wake.hour in {6, 7}
    assert answer.chronotype is not None
    assert {one.kind for one in answer.proof} == {"screen_event"}
    assert answer.proved_by >= 2 * (DAYS - 1)
    assert answer.uncertainty.endswith("The time zone is not known: times are UTC, and weekdays may be off by one.")


@pytest.mark.parametrize(
    "found",
    [
        [],
        [Found(0, "screen_event", event=("screen_on", START, None, ""))],
        [Found(0, "screen_event", event=("screen_on", START + n * MINUTE, None, "")) for n in range(50)],
        [Found(0, "boot_event", event=("reboot", START - n * DAY, None, "")) for n in range(20)],
    ],
)
def test_too_little_gives_none(found: list[Found]) -> None:
    answer = ask(given([Sent(START + HOUR)], found))
    assert (answer.certainty, answer.nights, answer.proof) == ("none", (), ())


def test_use_around_the_clock_gives_no_nights() -> None:
    """A device that nobody sleeps beside: every quarter of an hour, day and night."""
    found = [event for n in range(4 * 24 * 10) for event in _light(0, START + n * 15 * MINUTE)]
    answer: Nights = ask(given([Sent(START + 10 * DAY)], found))
    assert (answer.certainty, answer.nights) == ("none", ())


def test_use_at_random_around_the_clock_is_no_persons_sleep() -> None:
    """Poisson times, three weeks: dark hours come by chance, in some nights only."""
    draw, time, events = Random(0), START, []
    for _ in range(4_500):
        time += round(draw.expovariate(4_500 / (21 * DAY)))
        name = draw.choice(("screen_on", "unlock", "screen_off"))
        events.append(Found(0, "screen_event", event=(name, time, None, "")))
    sent = [Sent(START + 22 * DAY), *(Sent(START + hours * HOUR) for hours in range(0, 22 * 24, 4))]
    answer = ask(given(sent, events, timezone="UTC"))
    assert (answer.certainty, "no sleep could be told" in answer.uncertainty) == ("low", True)
