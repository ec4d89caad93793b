from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.evidence import Evidence
from phonehome.infer.places import Home, Places, ask
from phonehome.infer.sleep import Night, Nights

HOME, WORK, HOTEL = "00:00:5e:00:53:01", "00:00:5e:00:53:02", "00:00:5e:00:53:03"
NAMES = {HOME: "Casa", WORK: "CORP", HOTEL: "Inn"}


def _ask(*stays: tuple[float, str], masked: bool = False) -> Places:
    return ask(_given(stays, masked=masked))


def _given(stays: Sequence[tuple[float, str]], *, masked: bool = False) -> Evidence:
    """Sightings at days after the start."""
    sent = [Sent(START + round(day * DAY)) for day, _ in stays]
    found = [
        Found(number, kind, value, path=f"$.dl[0].{key}")
        for number, (_, bssid) in enumerate(stays)
        for kind, value, key in (("bssid", bssid, "nwb"), ("ssid", NAMES.get(bssid, ""), "nws"), ("cell_id", "7", "ge"))
        if value
    ]
    return given(sent, found, say=(lambda _: "*") if masked else str)


def _day(number: int) -> list[tuple[float, str]]:
    return [(number + 2 / 24, HOME), (number + 8 / 24, HOME), *((number + hour / 24, WORK) for hour in (9, 13, 17))]


WEEK = [one for number in range(5) for one in _day(number)]


def test_home_and_work() -> None:
    answer = _ask(*WEEK)
    assert (answer.home, answer.certainty) == (Home("Casa", "7", 5, 5), "high")
    assert answer.work is not None
    assert (answer.work.network, answer.work.days, answer.work.first_hour, answer.work.last_hour) == ("CORP", 5, 9, 17)
    assert answer.commute_minutes == 60
    assert answer.sentence == (
        "Nights are spent on the Wi-Fi Casa (5 of 5 nights seen). "
        "On 5 days the phone was at work, on the Wi-Fi CORP, mostly seen there between 09:00 and 17:00."
    )


def test_the_week_of_each_network() -> None:
    spot = next(one for one in _ask(*WEEK).spots if one.name == "CORP")
    assert (spot.sights, spot.days, sum(spot.week)) == (15, 5, 15)
    assert [hour for hour in range(24) if spot.week[hour]] == [9, 13, 17]


def test_nights_away_are_told() -> None:
    nights = [(5 + day + 2 / 24, HOTEL) for day in range(3)]
    (away,) = _ask(*WEEK, *nights).away
    assert (away.nights, away.network, away.zone, away.start.isoformat()) == (
        3,
        "Inn",
        "+00:00",
        "2017-01-21T01:00:00+00:00",
    )


def test_a_home_without_wifi() -> None:
    answer = _ask(*[(day + hour / 24, wifi) for day in range(6) for hour, wifi in ((3, ""), (12, WORK))])
    assert answer.home == Home(None, "7", 6, 6)
    assert answer.sentence == "Nights are spent without Wi-Fi, in cell 7 (6 of 6 nights seen)."


def test_who_is_never_told_of_a_wifi_does_not_say_there_is_none() -> None:
    answer = _ask(*[(day + 3 / 24, "") for day in range(6)])
    assert answer.home == Home(None, "7", 6, 6, tells_wifi=False)
    assert answer.sentence == "Nights are spent in cell 7 (6 of 6 nights seen)."


def test_names_are_masked() -> None:
    answer = _ask(*WEEK, masked=True)
    assert (answer.home, {one.name for one in answer.spots}) == (Home("*", "*", 5, 5), {"*"})


def test_nothing_is_said_of_nothing() -> None:
    answer = _ask()
    assert (answer.certainty, answer.home, answer.sentence) == (
        "none",
        None,
        "Nothing that was sent names a network, a cell or a place with its time.",
    )


def test_one_night_is_too_little() -> None:
    answer = _ask((2 / 24, HOME))
    assert (answer.certainty, answer.home, answer.sentence.startswith("The places that were named are too few")) == (
        "none",
        None,
        True,
    )


def test_who_sleeps_by_day_lives_where_they_sleep() -> None:
    """The sleep question's nights count, not the small hours."""
    stays = [(day + hour / 24, HOME if 8 <= hour < 17 else WORK) for day in range(6) for hour in (1, 4, 9, 12, 15, 22)]
    evidence = _given(stays)
    nights = [_night(_at(day, 9), _at(day, 16)) for day in range(6)]
    slept = Nights(question="sleep", sentence="", certainty="high", needed="", nights=tuple(nights))
    answer = ask(replace(evidence, answers=(slept,)))
    assert (answer.home, ask(evidence).home) == (Home("Casa", "7", 6, 6), Home("CORP", "7", 6, 6))


def _at(day: int, hour: int) -> datetime:
    return datetime.fromtimestamp((START + day * DAY + hour * HOUR) / 1000, UTC)


def _night(onset: datetime, wake: datetime) -> Night:
    return Night(onset, wake, onset, onset, wake, wake, duration_minutes=420, checks=0, chance=1)
