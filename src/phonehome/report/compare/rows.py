"""The words and numbers of a comparison's tables, the same on every output."""

from __future__ import annotations

from msgspec import Struct

from phonehome.infer.change import KindChange, RecipientChange, State, Stream
from phonehome.infer.rates import Amount, Often, Rate, Ratio
from phonehome.infer.sides import Side
from phonehome.report.words import CROSS, counted, number, size

WORDS: dict[State, str] = {
    "stopped": "stopped",
    "continues": "continues",
    "new": "new",
    "changed form": "changed form",
    "moved": "goes on at another address",
    "not seen after": "not seen, too short to tell",
    "not seen before": "seen now, too short to tell",
}

COMES = "goes on from another address"


class Line(Struct, frozen=True):
    """A row: the thing, what became of it, how often before and after, and a remark."""

    name: str
    state: State
    word: str
    before: str
    after: str
    remark: str


def stream_line(one: Stream) -> Line:
    """A stream's row; the remark says how much was sent."""
    return Line(
        name=f"{one.theme}, {one.address}",
        state=one.state,
        word=COMES if one.state == "moved" and one.after.count else _word(one.state, one.often, one.ratio),
        before=_how_often(one.before, one.state, one.every_before),
        after=_how_often(one.after, one.state, one.every_after),
        remark=f"{_volume(one.volume_before)} before, {_volume(one.volume_after)} after",
    )


def kind_line(one: KindChange, label: str) -> Line:
    """A kind's row; the remark says in what form, where that is not in clear."""
    before, after = " and ".join(one.forms_before), " and ".join(one.forms_after)
    same = before == after or not before or not after
    remark = (after or before) if same else f"{before}, then {after}"
    return Line(
        name=label,
        state=one.state,
        word=_word(one.state, one.often, one.ratio),
        before=_how_often(one.before, one.state),
        after=_how_often(one.after, one.state),
        remark=remark if remark != "in clear" else "",
    )


def watched(side: Side) -> str:
    """How long a side was watched: ``joined/: 68 h, 223 requests``."""
    hours = f"{side.hours:,.0f} h" if side.hours >= 2 else f"{side.hours * 60:,.0f} min"
    lasted = hours if side.hours else "no times" if side.first is None else "one moment"
    return f"{side.name}: {lasted}, {counted(side.exchanges, 'request')}"


def changed_fields(one: RecipientChange) -> list[tuple[str, str, str]]:
    """The fields of one side alone: address, names that are gone, names that are new."""
    rows = []
    for address in dict.fromkeys(field.address for field in one.fields):
        mine = [field for field in one.fields if field.address == address]
        gone = [_leaf(field.place) for field in mine if field.before and not field.after]
        new = [_leaf(field.place) for field in mine if field.after and not field.before]
        kept = any(field.before and field.after for field in mine)
        if (gone or new) and kept:
            rows.append((address, ", ".join(dict.fromkeys(gone)), ", ".join(dict.fromkeys(new))))
    return rows


def _leaf(place: str) -> str:
    steps = [step for step in place.replace(" > ", ".").replace(" ", ".").split(".") if step.strip("[]$")]
    return steps[-1] if steps else place


def _word(state: State, often: Often, ratio: Ratio | None) -> str:
    if state not in {"continues", "changed form"} or often not in {"more often", "less often"} or ratio is None:
        return WORDS[state]
    return f"{WORDS[state]}, {often} ({_plain(ratio.ratio or 0)} times)"


def _how_often(rate: Rate, state: State, every: float | None = None) -> str:
    if not rate.count:
        return _at_most(rate) if state in {"stopped", "new"} else "none"
    if rate.per_hour is None or (rate.hours < 1 and not every):
        return f"{number(rate.count)}{CROSS}"
    if every:
        cadence = f"{every:.0f} h" if every >= 1.5 else f"{max(1, every * 60):.0f} min"
        return f"{number(rate.count)}{CROSS}, every {cadence}"
    hours, unit = _unit(rate)
    usual, low, high = (_plain(hours * (bound or 0.0)) for bound in (rate.per_hour, rate.low, rate.high))
    return f"{number(rate.count)}{CROSS}, {usual} {unit} ({low} to {high})"


def _at_most(rate: Rate) -> str:
    hours, unit = _unit(rate)
    return f"none (under {_plain(hours * rate.high)} {unit})" if rate.high is not None else "none"


def _unit(rate: Rate) -> tuple[int, str]:
    """Of a capture of some hours nobody can say what a day is like."""
    return (24, "a day") if rate.hours >= 24 else (1, "an hour")


def _plain(amount: float) -> str:
    """Two digits at least, and never an exponent."""
    return f"{amount:,.0f}" if amount >= 10 else f"{amount:.2g}" if amount >= 0.01 else "under 0.01"


def _volume(volume: Amount) -> str:
    if volume.per_hour is None or volume.low is None or volume.high is None:
        return size(volume.bytes)
    return f"{size(round(volume.per_hour))}/h ({size(round(volume.low))} to {size(round(volume.high))})"
