"""When the person sleeps: onset and wake of every night with what they may be between, habits, chronotype, naps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.asleep.habits import Chronotype, Habit, chronotype, habit, is_free
from phonehome.infer.asleep.missing import Unknown, missing
from phonehome.infer.asleep.reading import Reading, Sleep, read
from phonehome.infer.asleep.screen import lit
from phonehome.infer.asleep.signs import Signs, Span
from phonehome.infer.asleep.unseen import dated, unseen
from phonehome.infer.clock import Clock
from phonehome.infer.evidence import Evidence, Happening, Key

NAME = "sleep"
NEEDED = "times of screen events and unlocks, else of app sessions or other events; two days at least"
MOST_NIGHTS = 400
# The share of nights without sleep from which on the others are doubted; on hard simulated lives it is 0.02.
MOST_AWAKE = 0.25

REPORTS = """
SELECT DISTINCT time FROM every_exchange
WHERE time IS NOT NULL AND split_part(url, '?', 1) IN (
    SELECT split_part(url, '?', 1) FROM every_exchange
    JOIN (SELECT DISTINCT case_no, exchange FROM events WHERE kind IN ('screen_event', 'app_usage'))
    USING (case_no, exchange)
)
ORDER BY time
"""


class Night(Struct, frozen=True):
    """One main sleep. Its onset lies between ``onset_low`` and ``onset_high`` in nine nights of ten; so its wake.

    ``checks`` counts uses of the phone in it; ``chance`` is how likely this was sleep at all.
    """

    onset: datetime
    wake: datetime
    onset_low: datetime
    onset_high: datetime
    wake_low: datetime
    wake_high: datetime
    duration_minutes: int
    checks: int
    chance: float


class Nap(Struct, frozen=True):
    """A sleep by day."""

    start: datetime
    end: datetime


class Hidden(Struct, frozen=True):
    """A stretch in which nothing could be seen; it is not taken for sleep."""

    start: datetime
    end: datetime


class Nights(Answer, frozen=True, kw_only=True):
    """``nights`` in order; ``unknown`` are those not seen, ``hidden`` the stretches of capture that are missing.

    ``awake`` are the evenings after which nobody slept though the phone was seen. ``weekdays`` and ``weekends`` are
    habits by the day of waking. ``left_out`` counts nights past the first four hundred.
    """

    nights: tuple[Night, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    awake: tuple[date, ...] = ()
    naps: tuple[Nap, ...] = ()
    weekdays: Habit | None = None
    weekends: Habit | None = None
    chronotype: Chronotype | None = None
    left_out: int = 0
    clock: str = ""


def ask(evidence: Evidence) -> Nights:
    """The nights that the recipient can tell."""
    happened, wrong = dated(evidence.happenings(), evidence.happenings(misdated=True))
    told = lit(happened)
    if not told.uses:
        return _none("No event of a phone's use with a time was sent, so nobody was told when its person slept.")
    lights = sorted([*((use.start, use.end) for use in told.uses), *((time, time) for time in told.glimmers)])
    hidden = _joined([*wrong, *unseen(lights, _reports(evidence), _alive(evidence))])
    end = max(use[1] for use in lights)
    reading = read(Signs(lights[0][0], end, told.uses, evidence.clock.local, told.glimmers, hidden))
    if not reading.sleeps:
        return _none("Too few events were sent to tell when the phone's person slept.")
    return _answer(evidence, reading, happened, (lights[0][0], end))


def _none(sentence: str) -> Nights:
    return Nights(question=NAME, sentence=sentence, certainty="none", needed=NEEDED)


class _Time(Struct, frozen=True, array_like=True):
    time: int


def _reports(evidence: Evidence) -> list[int]:
    """When reports came in: all exchanges at the addresses at which events were told, those without any too."""
    return [row.time for row in evidence.rows(REPORTS, _Time)]


def _alive(evidence: Evidence) -> list[int]:
    """When the capture ran: all its exchanges, whoever got them, to ten minutes."""
    query = "SELECT DISTINCT time // 600000 * 600000 AS time FROM every_exchange WHERE time IS NOT NULL ORDER BY time"
    return [row.time for row in evidence.rows(query, _Time)]


def _joined(spans: Sequence[Span]) -> list[Span]:
    done: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if done and span.start <= done[-1].end:
            done[-1] = Span(done[-1].start, max(done[-1].end, span.end))
        else:
            done.append(span)
    return done


def _answer(evidence: Evidence, reading: Reading, happened: Sequence[Happening], seen: tuple[int, int]) -> Nights:
    at = evidence.clock.at
    nights = [_night(evidence, one) for one in reading.sleeps]
    pairs = [(one.onset, one.wake) for one in nights]
    weekdays, weekends = (habit([one for one in pairs if is_free(one[1]) is free]) for free in (False, True))
    unknown, awake = missing(evidence.clock, reading, seen)
    kind = chronotype(weekdays, weekends)
    proof, count = evidence.proof(_proving(happened, reading.sleeps))
    return Nights(
        question=NAME,
        sentence=_sentence(nights, weekdays, weekends),
        certainty=_certainty(nights, len(awake)),
        uncertainty=_uncertainty(nights, len(unknown)) + _restless(len(nights), len(awake)) + _zone(evidence.clock),
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        nights=tuple(nights[:MOST_NIGHTS]),
        unknown=tuple(unknown[:MOST_NIGHTS]),
        hidden=tuple(Hidden(at(span.start), at(span.end)) for span in reading.hidden)[:MOST_NIGHTS],
        awake=tuple(awake[:MOST_NIGHTS]),
        naps=tuple(Nap(at(nap.start), at(nap.end)) for nap in reading.naps)[:MOST_NIGHTS],
        weekdays=weekdays,
        weekends=weekends,
        chronotype=kind,
        left_out=max(len(nights) - MOST_NIGHTS, 0),
        clock=evidence.clock.source,
    )


def _night(evidence: Evidence, one: Sleep) -> Night:
    at = evidence.clock.at
    return Night(
        onset=at(one.onset),
        wake=at(one.wake),
        onset_low=at(one.onset_low),
        onset_high=at(one.onset_high),
        wake_low=at(one.wake_low),
        wake_high=at(one.wake_high),
        duration_minutes=round((one.wake - one.onset) / 60_000),
        checks=one.checks,
        chance=one.chance,
    )


def _proving(happened: Sequence[Happening], sleeps: Sequence[Sleep]) -> Iterator[Key]:
    """The last event before each onset and the first one after each wake; of the screen where it told any."""
    kinds = {one.kind for one in happened}
    best = next((kind for kind in ("screen_event", "app_usage") if kind in kinds), "")
    told = [one for one in happened if not best or one.kind == best]
    starts = [one.start for one in told]
    for one in sleeps:
        before, after = bisect_left(starts, one.onset) - 1, bisect_left(starts, one.wake)
        yield from (told[place].key for place in (before, after) if 0 <= place < len(told))


def _certainty(nights: Sequence[Night], awake: int) -> Sureness:
    if len(nights) < 3 or _restless(len(nights), awake):
        return "low"
    wide = sorted(_width(one) for one in nights)[len(nights) // 2]
    return "high" if wide <= timedelta(hours=4) else "medium"


def _restless(nights: int, awake: int) -> str:
    """People sleep in nearly all nights; where many pass without, the use may follow nobody's days."""
    if awake < MOST_AWAKE * (nights + awake):
        return ""
    return f" In {awake:,} nights that were seen no sleep could be told: the use may not follow a person's days."


def _width(night: Night) -> timedelta:
    return (night.onset_high - night.onset_low) + (night.wake_high - night.wake_low)


def _sentence(nights: Sequence[Night], weekdays: Habit | None, weekends: Habit | None) -> str:
    said = f"The recipient can tell when the phone's person slept in {_counted(len(nights))}"
    usual = [
        f"usually from {one.onset:%H:%M} to {one.wake:%H:%M} {name}"
        for name, one in (("before weekdays", weekdays), ("before days of the weekend", weekends))
        if one
    ]
    return said + (": " + ", ".join(usual) if usual else "") + "."


def _zone(clock: Clock) -> str:
    return "" if clock.is_known else " The time zone is not known: times are UTC, and weekdays may be off by one."


def _uncertainty(nights: Sequence[Night], unknown: int) -> str:
    onsets = sorted((one.onset_high - one.onset_low) / 2 for one in nights)
    wakes = sorted((one.wake_high - one.wake_low) / 2 for one in nights)
    half = len(nights) // 2
    said = (
        f"In half of the nights sleep begins within {_minutes(onsets[half])} and ends within "
        f"{_minutes(wakes[half])} minutes of what is said, nine times in ten."
    )
    if not unknown:
        return said
    return said + (" One night was not seen." if unknown == 1 else f" {unknown:,} nights were not seen.")


def _counted(nights: int) -> str:
    return "one night" if nights == 1 else f"{nights:,} nights"


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)
