"""Whether simulated lives look like measured people: the table of figures, and how many lives have which trait."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from rich.console import Console
from rich.table import Table

from phonehome.phones import PROFILES, Options
from phonehome.phones.clock import DAY, HOUR, MINUTE, SECOND, local, offset
from phonehome.phones.life import Life
from phonehome.phones.nights import Night
from phonehome.phones.scene import Scene
from phonehome.phones.simulation import scene_of
from phonehome.phones.zones import zone_at

# Mondays of 2017 and 2019; four weeks from the second hold the change to summer time, from the fourth that back
STARTS = (1_483_920_000_000, 1_489_363_200_000, 1_562_544_000_000, 1_571_011_200_000)
LIVES, DAYS, FIRST = 200, 28, 5_000


class Figure(msgspec.Struct, frozen=True):
    """A figure, what it was on measured people, and what it is here."""

    name: str
    wanted: tuple[float, ...]
    found: tuple[float, ...]


def scenes(count: int = LIVES, days: int = DAYS, first: int = FIRST) -> Iterator[Scene]:
    """The phones that benchmarks of inference use, a OnePlus 2 each, and all in their lives that is hard."""
    for seed in range(first, first + count):
        yield scene_of(PROFILES["oneplus-2017"], Options(days, seed, trouble=True, start=STARTS[seed % len(STARTS)]))


def population(count: int = LIVES, days: int = DAYS, first: int = FIRST) -> list[Life]:
    """The lives of these phones."""
    return [scene.life for scene in scenes(count, days, first)]


def figures(lives: Sequence[Life]) -> Iterator[Figure]:
    """All figures of the measured people."""
    # who works in shifts was not among the measured people
    by_night = [life for life in lives if not any(day.shift in {"night", "early", "late"} for day in life.days)]
    nights = [(life, night) for life in by_night for night in life.nights]
    unlocks = {id(life): [light.unlock for light in life.lights if light.unlock] for life in lives}
    yield Figure("time in bed, quartiles, h", (6.0, 7.25, 8.3), _quartiles([_hours(n) for _, n in nights]))
    yield Figure("one person's spread of bedtime, h", (1.05,), (statistics.mean(_spread(one) for one in by_night),))
    yield Figure("bed-wake correlation", (0.46,), (statistics.mean(_correlation(one) for one in by_night),))
    early = [_before_wake(life, night, unlocks[id(life)]) for life, night in nights]
    yield Figure("unlock after 06:00 over 30 min before wake", (0.33,), (statistics.mean(early),))
    small = [_small_hours(life, night, unlocks[id(life)]) for life, night in nights if _is_early(life, night)]
    yield Figure("unlock between 0 and 6 h, early nights", (0.26,), (statistics.mean(small),))
    waits = sorted(wait for life in lives for wait in _waits(life, unlocks[id(life)]))
    found = tuple(waits[int(share * len(waits))] for share in (0.25, 0.5, 0.75, 0.9, 0.95))
    yield Figure("waking to first unlock, 25-50-75-90-95 %, min", (1, 4, 16, 51, 85), found)
    yield Figure("unlocks a day, quartiles", (57, 93, 151), _quartiles(_a_day(lives)))
    gaps = [_gaps(life) for life in lives]
    short = statistics.mean(gap < 60 for mine in gaps for gap in mine)
    yield Figure("gaps under 60 s", (0.25,), (short,))
    logs = [[math.log(max(gap, 1)) for gap in mine] for mine in gaps]
    after = statistics.mean(statistics.correlation(mine[:-1], mine[1:]) for mine in logs)
    yield Figure("successive log-gaps correlate", (0.15,), (after,))


def kinds(lives: Sequence[Life]) -> dict[str, int]:
    """How many lives have what."""
    return {
        "shift work": sum(any(day.shift in {"night", "early", "late"} for day in life.days) for life in lives),
        "under 17 unlocks a day": sum(life.person.unlocks < 17 for life in lives),
        "another time zone": sum(len(life.zones) > 1 for life in lives),
        "seven hours away": sum(any(abs(one.zone.offset) >= 7 * HOUR for one in life.zones) for life in lives),
        "summer time begins or ends": sum(_changes_clock(life) for life in lives),
        "naps": sum(len(life.sleeps) > len(life.nights) for life in lives),
        "a night without sleep": sum(
            any(b.evening - a.evening > 1 for a, b in pairwise(life.nights)) for life in lives
        ),
        "a video into sleep": sum(any(light.app for light in life.lights) for life in lives),
        "phone off": sum(bool(life.off) for life in lives),
        "offline for hours": sum(bool(life.offline) for life in lives),
        "capture lost for hours": sum(bool(life.lost) for life in lives),
        "reset": sum(bool(life.resets) for life in lives),
        "nights at a partner's": sum(any(day.lodging == "partner" for day in life.days) for life in lives),
        "nights in a hotel": sum(any(day.lodging == "hotel" for day in life.days) for life in lives),
        "days worked at home": sum(any(day.at_home for day in life.days) for life in lives),
    }


def tables(lives: Sequence[Life]) -> Iterator[Table]:
    """Both as tables."""
    table = Table("figure", "wanted", "found", title=f"{len(lives)} simulated lives against measured people")
    for figure in figures(lives):
        table.add_row(
            figure.name, *(" / ".join(f"{one:.3g}" for one in them) for them in (figure.wanted, figure.found))
        )
    yield table
    having = Table("what is hard", "lives", title="How many of them have it")
    for name, count in kinds(lives).items():
        having.add_row(name, str(count))
    yield having


def _written(values: Sequence[float]) -> str:
    return " / ".join(f"{value:.3g}" for value in values)


def _is_sleepless(life: Life) -> bool:
    return any(later.evening - sooner.evening > 1 for sooner, later in pairwise(life.nights))


def _hours(night: Night) -> float:
    return (night.wake - night.bed) / HOUR


def _bedtimes(life: Life) -> list[float]:
    """Hours after the noon before, on the wall."""
    return [(local(zone_at(life.zones, n.bed), n.bed) - DAY / 2) % DAY / HOUR for n in life.nights]


def _spread(life: Life) -> float:
    return statistics.stdev(_bedtimes(life))


def _correlation(life: Life) -> float:
    beds = _bedtimes(life)
    return statistics.correlation(beds, [bed + _hours(n) for bed, n in zip(beds, life.nights, strict=True)])


def _midnight(life: Life, night: Night) -> int:
    """Local midnight of the day of waking, Unix ms."""
    return night.wake - local(zone_at(life.zones, night.wake), night.wake) % DAY


def _before_wake(life: Life, night: Night, unlocks: Sequence[int]) -> bool:
    six = max(_midnight(life, night) + 6 * HOUR, night.bed + HOUR)
    return any(six <= unlock < night.wake - 30 * MINUTE for unlock in unlocks)


def _is_early(life: Life, night: Night) -> bool:
    return night.bed <= _midnight(life, night) < night.wake


def _small_hours(life: Life, night: Night, unlocks: Sequence[int]) -> bool:
    midnight = _midnight(life, night)
    return any(midnight <= unlock < midnight + 6 * HOUR for unlock in unlocks)


def _waits(life: Life, unlocks: Sequence[int]) -> Iterator[float]:
    for night, following in pairwise(life.nights):
        first = next((unlock for unlock in unlocks if night.wake <= unlock < following.bed), None)
        if first is not None:
            yield (first - night.wake) / MINUTE


def _a_day(lives: Sequence[Life]) -> list[float]:
    return [
        sum(night.wake <= light.unlock < following.bed for light in life.lights)
        for life in lives
        for night, following in pairwise(life.nights)
    ]


def _gaps(life: Life) -> list[float]:
    """Seconds between unlocked lights of one day."""
    unlocked = [light for light in life.lights if light.unlock]
    beds = [night.bed for night in life.nights]
    return [
        (other.on - one.off) / SECOND
        for one, other in pairwise(unlocked)
        if not any(one.off < bed < other.on for bed in beds)
    ]


def _changes_clock(life: Life) -> bool:
    zone = life.zones[0].zone
    return offset(zone, life.nights[0].bed) != offset(zone, life.nights[-1].wake)


def _quartiles(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(statistics.quantiles(values, n=4))


def main() -> None:
    """The tables alone."""
    for table in tables(population()):
        Console(width=110).print(table)


if __name__ == "__main__":
    main()
