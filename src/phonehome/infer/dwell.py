"""Where a phone sleeps and where it works, from sightings of networks and the times its person was asleep.

Home is where most nights are spent; that may be a place without Wi-Fi, and then no network is home's. Work is a network
of which the phone is not in sight at night, seen for hours on end, on the most days and in the most weeks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from statistics import median

from msgspec import Struct

from phonehome.infer.clock import DAY, HOUR, Clock

Span = tuple[int, int]

NIGHT = (1 * HOUR, 5 * HOUR)  # on the wall, where nothing tells when the person slept
LEAST_NIGHTS, LEAST_DAYS = 3, 3
ASLEEP_SHARE = 0.25  # of a workplace's sightings: more is somewhere to sleep
LONG_STAY = 2.5 * HOUR
LEAST_SHARE = 0.34  # of the nights in sight


class Sight(Struct, frozen=True, array_like=True, gc=False):
    """Where the phone said it was at a time (Unix ms): Wi-Fi by BSSID or else SSID, cell, "latitude,longitude".

    Each is empty where the record did not tell it; case, exchange and number name the finding.
    """

    time: int
    wifi: str
    name: str
    cell: str
    location: str
    case_no: int
    exchange: int
    number: int


class Night(Struct, frozen=True):
    """A night: when it was, on which Wi-Fi ("" for none) and in which cell most of its sightings were."""

    start: int
    end: int
    wifi: str
    cell: str


class Dwelling(Struct, frozen=True):
    """``home`` and ``work`` are Wi-Fi networks, "" for none; ``home_cell`` the cell of nights at home.

    ``nights`` are those with a sighting; ``home_nights`` and ``work_days`` count what speaks for the two. ``hours``
    are the usual first and last sighting at work, in hours after local midnight.
    """

    home: str
    home_cell: str
    work: str
    nights: tuple[Night, ...]
    home_nights: int
    work_days: int
    hours: tuple[float, float] | None


def dwelling(sights: Sequence[Sight], asleep: Sequence[Span], clock: Clock) -> Dwelling:
    """What the sightings (in order of time) say; ``asleep`` may be empty."""
    spans = list(asleep) or _small_hours(sights, clock)
    nights = tuple(night for span in spans if (night := _night(_within(sights, span), span)) is not None)
    home, home_nights = _home(nights)
    cells = Counter(night.cell for night in nights if night.wifi == home and night.cell)
    work, days = _work(sights, (home, spans), clock)
    return Dwelling(
        home=home,
        home_cell=cells.most_common(1)[0][0] if cells and home_nights else "",
        work=work,
        nights=nights,
        home_nights=home_nights,
        work_days=len(days),
        hours=_hours(list(days.values())),
    )


def _small_hours(sights: Sequence[Sight], clock: Clock) -> list[Span]:
    spans = {}
    for sight in sights:
        ahead = clock.offset(sight.time)
        midnight = (sight.time + ahead) // DAY * DAY - ahead
        spans[midnight] = (midnight + NIGHT[0], midnight + NIGHT[1])
    return sorted(spans.values())


def _within(sights: Sequence[Sight], span: Span) -> Sequence[Sight]:
    first = bisect_left(sights, span[0], key=lambda sight: sight.time)
    return sights[first : bisect_left(sights, span[1], key=lambda sight: sight.time)]


def _night(sights: Sequence[Sight], span: Span) -> Night | None:
    """None where nothing was in sight. A record of a cell without a network says that there was no Wi-Fi."""
    if not sights:
        return None
    wifi = Counter(sight.wifi for sight in sights).most_common(1)[0][0]
    cells = Counter(sight.cell for sight in sights if sight.cell)
    return Night(*span, wifi, cells.most_common(1)[0][0] if cells else "")


def _home(nights: Sequence[Night]) -> tuple[str, int]:
    """The network of most nights, and of how many; no network where too few speak for one."""
    counts = Counter(night.wifi for night in nights)
    if not counts:
        return "", 0
    best, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return (best, count) if count >= max(LEAST_NIGHTS, LEAST_SHARE * len(nights)) else ("", 0)


Hours = tuple[float, float]
Days = dict[date, Hours]


def _work(sights: Sequence[Sight], known: tuple[str, Sequence[Span]], clock: Clock) -> tuple[str, Days]:
    """The network with the most days and weeks of long stays awake, and the hours of each of its days."""
    home, spans = known
    starts = [span[0] for span in spans]
    seen: defaultdict[str, list[Sight]] = defaultdict(list)
    for sight in sights:
        if sight.wifi not in {"", home}:
            seen[sight.wifi].append(sight)
    best: tuple[int, int, str] = (0, 0, "")
    found: Days = {}
    for wifi, some in sorted(seen.items()):
        slept = sum(_is_in(sight.time, spans, starts) for sight in some)
        days = _long_days(some, clock)
        weeks = len({day.isocalendar()[:2] for day in days})
        if slept <= ASLEEP_SHARE * len(some) and len(days) >= LEAST_DAYS and (len(days) * weeks, weeks, wifi) > best:
            best, found = (len(days) * weeks, weeks, wifi), days
    return best[2], found


def _is_in(time: int, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    place = bisect_left(starts, time + 1) - 1
    return place >= 0 and time < spans[place][1]


def _long_days(sights: Sequence[Sight], clock: Clock) -> Days:
    """Local days with a stay of hours; a stay that goes on past midnight belongs to the day it began on."""
    days: Days = {}
    stay: list[int] = []
    for sight in [*sights, None]:
        if sight is not None and (not stay or sight.time - stay[-1] <= 7 * HOUR):
            stay.append(sight.time)
            continue
        if stay[-1] - stay[0] >= LONG_STAY:
            first = clock.hour(stay[0])
            days[clock.at(stay[0]).date()] = (first, first + (stay[-1] - stay[0]) / HOUR)
        stay = [sight.time] if sight is not None else []
    return days


def _hours(days: Sequence[Hours]) -> Hours | None:
    if not days:
        return None
    return round(median(first for first, _ in days), 2), round(median(last for _, last in days), 2)
