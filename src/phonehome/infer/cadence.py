"""How often each recipient is called: periods that are no chance, what sets requests off, how much an hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from phonehome.infer.answer import Answer
from phonehome.infer.beats import Period, period, significant
from phonehome.infer.called import Stream, streams, taken
from phonehome.infer.clock import HOUR
from phonehome.infer.evidence import Evidence
from phonehome.infer.streams import WHO
from phonehome.infer.triggers import Trigger, triggers

NAME = "cadence"
LATEST = 48
NEEDED = "the times of requests, over at least four periods"
LEVEL = 0.01
MOST = 200
# Periods that differ by less are one.
_ALIKE = 0.15


class Rhythm(Struct, frozen=True):
    """A period of requests to an address: of all, or of those that carry ``kinds``.

    ``period`` is in seconds, give or take ``error`` (95 %); ``jitter`` is the usual deviation as a share of it.
    ``chance`` is the probability that times without a period look as even; ``missed`` beats did not come. With
    ``taken``, the times are those that the payloads tell: when something was noted, not when it was sent. ``latest``
    are the last beats, at most 48.
    """

    recipient: str
    host: str
    path: str
    kinds: tuple[str, ...]
    period: float
    error: float
    jitter: float
    beats: int
    missed: int
    chance: float
    first: datetime
    last: datetime
    taken: bool = False
    latest: tuple[datetime, ...] = ()


class SetOff(Struct, frozen=True):
    """Requests to an address that come within ``seconds`` after an event: their share, and what chance would give."""

    recipient: str
    host: str
    path: str
    event: str
    seconds: int
    share: float
    by_chance: float
    beats: int
    chance: float


class Volume(Struct, frozen=True):
    """What one recipient got: requests and bytes, and requests by hour of the phone's day."""

    recipient: str
    exchanges: int
    bytes: int
    a_day: float
    hours: tuple[int, ...]


class Cadence(Answer, frozen=True, kw_only=True):
    """``rhythms`` in order of recipients and periods, ``set_off`` by what, ``volumes`` in order of requests.

    ``tested`` streams were tried; of all periods named, one in a hundred may be chance. At most 200 of each are listed.
    """

    rhythms: tuple[Rhythm, ...] = ()
    set_off: tuple[SetOff, ...] = ()
    volumes: tuple[Volume, ...] = ()
    tested: int = 0
    left_out: int = 0


class _Hourly(Struct, frozen=True, array_like=True, gc=False):
    recipient: str
    hour: int
    exchanges: int
    bytes: int


_VOLUMES = f"""
SELECT {WHO} AS recipient, time // {HOUR}, count(*), sum(bytes_sent)::BIGINT FROM exchanges WHERE time IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 - all of it is our own text


# The first finding of each kind that comes in a period at a host.
_PROOF = """
SELECT case_no, min(exchange), min_by(number, exchange) FROM findings
WHERE certainty IN ('confirmed', 'likely') AND host || ' ' || kind IN (SELECT unnest(?))
GROUP BY case_no, host, kind ORDER BY ALL
"""


class _Found(Struct, frozen=True, array_like=True):
    case_no: int
    exchange: int
    number: int


def ask(evidence: Evidence) -> Cadence:
    """When the phone calls home, by itself or because something was done."""
    tried = [(stream, period(stream.segments)) for stream in [*streams(evidence), *taken(evidence)]]
    tested = [(stream, found) for stream, found in tried if found is not None]
    holds = significant([found.chance for _, found in tested], LEVEL)
    rhythms = _rhythms(evidence, [one for one, hold in zip(tested, holds, strict=True) if hold])
    set_off = _set_off(evidence, [stream for stream, _ in tried if not stream.kinds and not stream.taken])
    kinds = [f"{one.host} {kind}" for one in rhythms for kind in one.kinds]
    found = evidence.rows(_PROOF, _Found, [kinds])
    proof, count = evidence.proof((one.case_no, one.exchange, one.number) for one in found)
    return Cadence(
        question=NAME,
        sentence=_sentence(rhythms, len(tested)),
        certainty="high" if rhythms or set_off else "none",
        uncertainty=_uncertainty(rhythms),
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        rhythms=tuple(rhythms[:MOST]),
        set_off=tuple(set_off[:MOST]),
        volumes=tuple(_volumes(evidence))[:MOST] if tried else (),
        tested=len(tested),
        left_out=sum(max(len(some) - MOST, 0) for some in (rhythms, set_off)),
    )


def _rhythms(evidence: Evidence, found: Sequence[tuple[Stream, Period]]) -> list[Rhythm]:
    """One rhythm a period of an address: that of all requests before that of some, and of more beats before fewer."""
    kept: list[tuple[Stream, Period]] = []
    for stream, one in sorted(found, key=lambda pair: (pair[0].taken, bool(pair[0].kinds), -pair[1].beats)):
        alike = (other for known, other in kept if known.address == stream.address)
        if not any(abs(other.length / one.length - 1) < _ALIKE for other in alike):
            kept.append((stream, one))
    rhythms = [_rhythm(evidence, stream, one) for stream, one in kept]
    return sorted(rhythms, key=lambda one: (one.recipient, one.host, one.path, one.period))


def _rhythm(evidence: Evidence, stream: Stream, one: Period) -> Rhythm:
    first = min(int(some[0]) for some in stream.segments)
    last = max(int(some[-1]) for some in stream.segments)
    return Rhythm(
        recipient=stream.recipient,
        host=stream.host,
        path=evidence.hide(stream.path),
        kinds=stream.kinds,
        period=round(one.length / 1000, 1),
        error=round(one.error / 1000, 1),
        jitter=round(one.jitter, 4),
        beats=one.beats,
        missed=one.missed,
        chance=one.chance,
        first=evidence.clock.at(first),
        last=evidence.clock.at(last),
        taken=stream.taken,
        latest=tuple(evidence.clock.at(int(time)) for time in stream.segments[-1][-LATEST:]),
    )


def _set_off(evidence: Evidence, whole: Sequence[Stream]) -> list[SetOff]:
    found: list[tuple[Stream, Trigger]] = triggers(evidence, [(stream, stream.segments) for stream in whole])
    return [SetOff(stream.recipient, stream.host, evidence.hide(stream.path), *_told(one)) for stream, one in found]


def _told(one: Trigger) -> tuple[str, int, float, float, int, float]:
    return one.event, one.seconds, round(one.share, 3), round(one.by_chance, 3), one.beats, one.chance


def _volumes(evidence: Evidence) -> Iterator[Volume]:
    hours: defaultdict[str, list[_Hourly]] = defaultdict(list)
    for row in evidence.rows(_VOLUMES, _Hourly):
        hours[row.recipient].append(row)
    for recipient, rows in sorted(hours.items(), key=lambda pair: (-sum(row.exchanges for row in pair[1]), pair[0])):
        by_hour = [0] * 24
        for row in rows:
            by_hour[evidence.clock.at(row.hour * HOUR).hour] += row.exchanges
        count = sum(by_hour)
        days = max((rows[-1].hour - rows[0].hour + 1) / 24, 1.0)
        yield Volume(recipient, count, sum(row.bytes for row in rows), round(count / days, 2), tuple(by_hour))


def _sentence(rhythms: Sequence[Rhythm], tested: int) -> str:
    if not rhythms:
        return f"No request came in a period that chance does not explain ({tested:,} streams were tried)."
    told = (f"{one.host} every {spoken(one.period)}" for one in rhythms[:3])
    more = f" and {len(rhythms) - 3:,} more" if len(rhythms) > 3 else ""
    return f"The phone calls by itself: {', '.join(told)}{more}."


def spoken(seconds: float) -> str:
    """A period as people say it: 72 h, 3 h 30 min, 255 s."""
    if seconds < 600:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return (
        f"{hours} h {rest} min" if rest and hours < 12 else f"{timedelta(minutes=minutes) / timedelta(hours=1):.0f} h"
    )


def _uncertainty(rhythms: Sequence[Rhythm]) -> str:
    if any(16 <= one.period / 3600 <= 30 for one in rhythms):
        return "What a person does at the same time every day looks like a period of 24 h."
    return ""
