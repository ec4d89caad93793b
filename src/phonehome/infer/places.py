"""Home and work by their networks, nights away, travel: from the Wi-Fi, cells and places a phone named with a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from statistics import median

from msgspec import Struct

from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.clock import DAY, HOUR, milliseconds
from phonehome.infer.dwell import Dwelling, Night, Sight, Span, dwelling
from phonehome.infer.evidence import Evidence
from phonehome.infer.sights_sql import SIGHTS
from phonehome.infer.sleep import Nights

NAME = "places"
NEEDED = "Wi-Fi names or addresses, cells or coordinates with times, over several nights"
MOST_SPOTS = 12
LEAST_AWAY = 2  # nights
SHORT_TRIP = 3 * HOUR


class Spot(Struct, frozen=True):
    """A network (``kind`` wifi or cell): how often and on how many days it was in sight, and at which hours.

    ``week`` counts sightings by weekday (Monday first) and local hour: 7 x 24 numbers.
    """

    kind: str
    name: str
    sights: int
    days: int
    first: datetime
    last: datetime
    week: tuple[int, ...]


class Home(Struct, frozen=True):
    """Where ``nights`` of the ``observed`` ones were spent. ``network`` is None for a home without Wi-Fi.

    It is None, too, where the recipient is never told of a Wi-Fi: then ``tells_wifi`` is false.
    """

    network: str | None
    cell: str | None
    nights: int
    observed: int
    tells_wifi: bool = True


class Work(Struct, frozen=True):
    """Where the working days are spent, on how many ``days``; the usual first and last hour in which it was seen there.

    Phones tell where they are every few hours: they come earlier and leave later than that.
    """

    network: str
    days: int
    first_hour: float
    last_hour: float


class Away(Struct, frozen=True):
    """Nights in a row that were not spent at home, the network of most of them, and the zone there (+08:00)."""

    start: datetime
    end: datetime
    nights: int
    network: str | None
    zone: str


class Places(Answer, frozen=True, kw_only=True):
    """``commute_minutes`` is the median time between the last sighting at home and the first at work: at most that."""

    home: Home | None = None
    work: Work | None = None
    commute_minutes: int | None = None
    away: tuple[Away, ...] = ()
    spots: tuple[Spot, ...] = ()
    more: int = 0


def ask(evidence: Evidence) -> Places:
    """The places of the phone, in its local time."""
    sights = list(evidence.rows(SIGHTS, Sight))
    found = dwelling(sights, _asleep(evidence.answers), evidence.clock)
    keys = [(one.case_no, one.exchange, one.number) for one in sights if one.wifi in {found.home, found.work} - {""}]
    keys = keys or [(one.case_no, one.exchange, one.number) for one in sights]
    proof, count = evidence.proof(keys)
    home, work = _home(found, sights, evidence), _work(found, sights, evidence)
    away = tuple(_away(found, sights, evidence)) if home else ()
    spots = _spots(sights, evidence)
    return Places(
        question=NAME,
        sentence=_sentence(home, work, away) or _none(sights),
        certainty=_certainty(found, home),
        uncertainty="A phone says where it is, not where its owner is." if home or work else "",
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        home=home,
        work=work,
        commute_minutes=_commute(sights, found) if home and work else None,
        away=away,
        spots=tuple(spots[:MOST_SPOTS]),
        more=max(0, len(spots) - MOST_SPOTS),
    )


def _asleep(answers: Sequence[Answer]) -> list[Span]:
    """When the person slept, as the sleep question answered it."""
    nights = [night for answer in answers if isinstance(answer, Nights) for night in answer.nights]
    return [(milliseconds(night.onset), milliseconds(night.wake)) for night in nights]


def _none(sights: Sequence[Sight]) -> str:
    if not sights:
        return "Nothing that was sent names a network, a cell or a place with its time."
    return "The places that were named are too few or too short to tell a home or a workplace."


def _certainty(found: Dwelling, home: Home | None) -> Sureness:
    if home is None:
        return "low" if found.work else "none"
    share = home.nights / max(1, home.observed)
    return "high" if home.nights >= 5 and share >= 0.6 else "medium"


def _sentence(home: Home | None, work: Work | None, away: Sequence[Away]) -> str:
    return " ".join(_sentences(home, work, away))


def _sentences(home: Home | None, work: Work | None, away: Sequence[Away]) -> Iterator[str]:
    if home:
        yield f"Nights are spent {_where(home)} ({home.nights} of {home.observed} nights seen)."
    if work:
        hours = f"{_clock(work.first_hour)} and {_clock(work.last_hour)}"
        where = f"at work, on the Wi-Fi {work.network}"
        yield f"On {work.days} days the phone was {where}, mostly seen there between {hours}."
    if away:
        nights = sum(one.nights for one in away)
        yield f"It was away for {nights} nights in {len(away)} {'stretch' if len(away) == 1 else 'stretches'}."


def _where(home: Home) -> str:
    """Who is never told of a Wi-Fi cannot say that there is none."""
    if home.network:
        return f"on the Wi-Fi {home.network}"
    cell = f"in cell {home.cell}" if home.cell else "in one place"
    return f"without Wi-Fi, {cell}" if home.tells_wifi else cell


def _clock(hour: float) -> str:
    return f"{int(hour) % 24:02d}:{int(hour * 60) % 60:02d}"


def _home(found: Dwelling, sights: Sequence[Sight], evidence: Evidence) -> Home | None:
    if not found.home_nights:
        return None
    cell = evidence.say(found.home_cell) if found.home_cell else None
    network = evidence.say(_named(found.home, sights)) if found.home else None
    tells = any(sight.wifi for sight in sights)
    return Home(network, cell, found.home_nights, len(found.nights), tells)


def _named(wifi: str, sights: Sequence[Sight]) -> str:
    return next((one.name for one in sights if one.wifi == wifi and one.name), wifi)


def _work(found: Dwelling, sights: Sequence[Sight], evidence: Evidence) -> Work | None:
    if not found.work or found.hours is None:
        return None
    return Work(evidence.say(_named(found.work, sights)), found.work_days, *found.hours)


def _commute(sights: Sequence[Sight], found: Dwelling) -> int | None:
    """Minutes; None where home and work were never seen one after the other."""
    gaps, left = [], None
    for sight in sights:
        if sight.wifi == found.home:
            left = sight.time
        elif sight.wifi == found.work and left is not None:
            gaps.append(sight.time - left)
            left = None
    short = [gap for gap in gaps if gap <= 2 * SHORT_TRIP]
    return round(median(short) / 60_000) if short else None


def _away(found: Dwelling, sights: Sequence[Sight], evidence: Evidence) -> Iterator[Away]:
    names = {one.wifi: one.name for one in sights if one.name}
    for is_home, some in groupby(found.nights, key=lambda night: night.wifi == found.home):
        nights: list[Night] = list(some)
        if not is_home and len(nights) >= LEAST_AWAY:
            network = Counter(night.wifi for night in nights).most_common(1)[0][0]
            name = evidence.say(names.get(network, network)) if network else None
            start, end = evidence.clock.at(nights[0].start), evidence.clock.at(nights[-1].end)
            yield Away(start, end, len(nights), name, f"{end:%z}"[:3] + ":" + f"{end:%z}"[3:])


def _spots(sights: Sequence[Sight], evidence: Evidence) -> list[Spot]:
    seen: defaultdict[tuple[str, str], list[Sight]] = defaultdict(list)
    for sight in sights:
        kind, key = ("wifi", sight.wifi) if sight.wifi else ("cell", sight.cell)
        if key:
            seen[kind, key].append(sight)
    ordered = sorted(seen.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_spot(kind, some, evidence) for (kind, _), some in ordered]


def _spot(kind: str, sights: Sequence[Sight], evidence: Evidence) -> Spot:
    week, days = [0] * 168, set()
    for sight in sights:
        local = evidence.clock.at(sight.time)
        week[24 * local.weekday() + local.hour] += 1
        days.add(evidence.clock.local(sight.time) // DAY)
    name = next((one.name for one in sights if one.name), sights[0].wifi or sights[0].cell)
    first, last = evidence.clock.at(sights[0].time), evidence.clock.at(sights[-1].time)
    return Spot(kind, evidence.say(name), len(sights), len(days), first, last, tuple(week))
