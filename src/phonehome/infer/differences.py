"""One recipient's rows of two sides as changes: streams, kinds, places, fields."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Protocol

from msgspec import Struct, structs

from phonehome.infer.change import FieldChange, KindChange, Place, State, Stream, state_of
from phonehome.infer.clock import HOUR
from phonehome.infer.compare_rows import MovedRow, Rows, StreamRow, by_side
from phonehome.infer.compare_sql import NOTHING
from phonehome.infer.rates import FEWEST, Amount, Rate, Sizes, amount, often, rate, ratio
from phonehome.infer.sides import Side
from phonehome.infer.writing import form
from phonehome.knowledge.schema import Knowledge
from phonehome.tables import fingerprint

# Sending is regular where the middle half of the gaps differs by no more than this share of the usual gap.
REGULAR = 0.25
_BETWEEN = re.compile(r"[ .>]+")

Sided = tuple[Rate, Rate]


class Counted(Protocol):
    """A row that counts occasions, with the mean time between two in ms."""

    @property
    def occasions(self) -> int: ...  # noqa: D102
    @property
    def mean_gap(self) -> float | None: ...  # noqa: D102


class Frame(Struct, frozen=True):
    """What all recipients share: facts, and how long each side was watched."""

    knowledge: Knowledge
    sides: tuple[Side, Side]

    def rates(self, before: Counted | None, after: Counted | None) -> Sided:
        """Counts of both sides as rates."""
        return _rate(before, self.sides[0].hours), _rate(after, self.sides[1].hours)


def streams_of(found: Rows, frame: Frame) -> tuple[Stream, ...]:
    """Every stream, those that tell most first."""
    pairs = by_side(((row.host + row.path, row.theme), row) for row in found.streams)
    rates = [frame.rates(*pair) for pair in pairs.values()]
    kinds = _kinds_by_stream(found)
    words = often(rates)
    streams = []
    for place, (key, (before, after)) in enumerate(pairs.items()):
        state = state_of(*rates[place])
        volumes = _volumes((before, after), frame, state)
        streams.append(
            Stream(
                address=key[0],
                theme=key[1],
                state=state,
                often=words[place],
                before=rates[place][0],
                after=rates[place][1],
                ratio=ratio(*rates[place]),
                volume_before=volumes[0],
                volume_after=volumes[1],
                every_before=_every(before),
                every_after=_every(after),
                kinds_before=_known_order(kinds[(*key, "0")], frame),
                kinds_after=_known_order(kinds[(*key, "1")], frame),
            )
        )
    streams = [structs.replace(one, state=_elsewhere(one, streams)) for one in streams]
    return tuple(sorted(streams, key=lambda one: (-len({*one.kinds_before, *one.kinds_after}), one.address, one.theme)))


def places_of(found: Rows, frame: Frame) -> tuple[Place, ...]:
    """Every kind at every place, changed ones first."""
    pairs = by_side(((row.host, row.path, row.theme, row.kind, row.wrapping, row.place), row) for row in found.places)
    rates = [frame.rates(*pair) for pair in pairs.values()]
    words = often(rates)
    forms = {(row.kind, row.wrapping, row.place): form(row.wrapping, row.known) for row in found.places}
    moved = _moved(found)
    places = []
    for number, (host, path, theme, kind, wrapping, place) in enumerate(pairs):
        other = moved.get((kind, wrapping, place), ("", ""))
        places.append(
            Place(
                address=host + path,
                stream=theme,
                kind=kind,
                wrapping=wrapping,
                place=place,
                form=forms[kind, wrapping, place],
                state=state_of(*rates[number]),
                often=words[number],
                before=rates[number][0],
                after=rates[number][1],
                fingerprint=fingerprint(host, kind, wrapping, place),
                counterpart=" ".join(filter(None, other)),
                counterpart_form=forms.get((kind, *other), ""),
            )
        )
    order = list(frame.knowledge.kinds)
    return tuple(sorted(places, key=lambda one: (one.state == "continues", order.index(one.kind), one.place)))


def kinds_of(found: Rows, places: tuple[Place, ...], frame: Frame) -> tuple[KindChange, ...]:
    """Every kind, in the order of the list of kinds."""
    pairs = by_side(((row.kind,), row) for row in found.kinds)
    rates = [frame.rates(*pair) for pair in pairs.values()]
    words = often(rates)
    changes = []
    for number, (kind,) in enumerate(pairs):
        mine = [place for place in places if place.kind == kind]
        forms = [_forms(mine, side) for side in (0, 1)]
        state = state_of(*rates[number])
        turned = state == "continues" and not set(forms[0]) & set(forms[1]) and any(one.counterpart for one in mine)
        changes.append(
            KindChange(
                kind=kind,
                state="changed form" if turned else state,
                often=words[number],
                before=rates[number][0],
                after=rates[number][1],
                ratio=ratio(*rates[number]),
                forms_before=forms[0],
                forms_after=forms[1],
                streams_after=tuple(sorted({one.stream for one in mine if one.after.count})),
            )
        )
    order = list(frame.knowledge.kinds)
    return tuple(sorted(changes, key=lambda one: order.index(one.kind)))


def fields_of(found: Rows) -> tuple[FieldChange, ...]:
    """Every field of the payloads, those of one side alone first."""
    fields = [
        FieldChange(row.host + row.path, f"{row.layers} {row.place}".rstrip(), row.before, row.after)
        for row in found.fields
    ]
    return tuple(sorted(fields, key=lambda one: (bool(one.before and one.after), one.address, one.place)))


def _elsewhere(one: Stream, streams: list[Stream]) -> State:
    """A stream that leaves one address and goes on at another has moved; so has the one it goes on as."""
    others = [other for other in streams if other.theme == one.theme and other.address != one.address]
    if one.theme == NOTHING or (one.before.count and one.after.count):
        return one.state
    if one.before.count:
        return "moved" if any(other.after.count for other in others) else one.state
    left = any(other.before.count and not other.after.count for other in others)
    return "moved" if left else one.state


def _rate(row: Counted | None, hours: float) -> Rate:
    """A long silence is no gap: the time watched bounds the mean."""
    if row is None:
        return rate(0, hours)
    gap = min(row.mean_gap / HOUR, hours / (row.occasions - 1)) if row.mean_gap and row.occasions > 1 else None
    return rate(row.occasions, hours, gap)


def _volumes(pair: tuple[StreamRow | None, StreamRow | None], frame: Frame, state: State) -> tuple[Amount, Amount]:
    """Bytes of both sides; without a rate where there are too few occasions, or nothing that can be told of none."""
    unsure = state in {"not seen after", "not seen before"}
    sizes = _sizes(pair[0]), _sizes(pair[1])

    def volume(side: int) -> Amount:
        row = pair[side]
        hours = 0.0 if (unsure if row is None else row.occasions < FEWEST) else frame.sides[side].hours
        return amount(sizes[side], hours, sizes[1 - side].largest)

    return volume(0), volume(1)


def _sizes(row: StreamRow | None) -> Sizes:
    return Sizes(row.bytes, row.squares, row.largest) if row else Sizes()


def _every(row: StreamRow | None) -> float | None:
    """The usual gap in hours; None where the sending is not regular, or too rare to say so."""
    if row is None or row.occasions < FEWEST or row.short_gap is None or row.usual_gap is None or row.long_gap is None:
        return None
    return row.usual_gap / HOUR if row.long_gap - row.short_gap <= REGULAR * row.usual_gap else None


def _kinds_by_stream(found: Rows) -> defaultdict[tuple[str, ...], set[str]]:
    kinds: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in found.places:
        kinds[row.host + row.path, row.theme, str(row.side)].add(row.kind)
    return kinds


def _known_order(kinds: set[str], frame: Frame) -> tuple[str, ...]:
    return tuple(kind for kind in frame.knowledge.kinds if kind in kinds)


def _moved(found: Rows) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Where the values of a place went, or came from: of several places the one most like it."""
    moved: dict[tuple[str, str, str], tuple[str, str]] = {}
    for row in sorted(found.moved, key=lambda row: -_alike(_steps(row.wrapping, row.place), _other_steps(row))):
        moved.setdefault((row.kind, row.wrapping, row.place), (row.other_wrapping, row.other_place))
    return moved


def _other_steps(row: MovedRow) -> list[str]:
    return _steps(row.other_wrapping, row.other_place)


def _steps(wrapping: str, place: str) -> list[str]:
    return _BETWEEN.split(f"{wrapping} {place}")


def _alike(one: list[str], other: list[str]) -> int:
    """How many steps of two places agree from the start."""
    return next((count for count, (mine, its) in enumerate(zip(one, other, strict=False)) if mine != its), len(one))


def _forms(places: list[Place], side: int) -> tuple[str, ...]:
    return tuple(sorted({one.form for one in places if (one.after if side else one.before).count}))
