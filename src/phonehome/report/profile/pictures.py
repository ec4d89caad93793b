"""The pictures that the chapters of a profile may ask for, by the names that their templates use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from phonehome.infer.answer import Answer
from phonehome.infer.cadence import spoken
from phonehome.infer.day import Diary
from phonehome.infer.linked import Links
from phonehome.infer.places import Spot
from phonehome.infer.sleep import Nights
from phonehome.knowledge.load import load
from phonehome.report.charts.actogram import Row, actogram
from phonehome.report.charts.hours import cells, columns
from phonehome.report.charts.network import network
from phonehome.report.charts.nights import night
from phonehome.report.charts.strip import strip
from phonehome.report.words import inside

Span = tuple[datetime, datetime]

_DRAWN = 14
_RESETTABLE = frozenset(name for name, kind in load().kinds.items() if kind.resettable)


def days_of(diary: Diary, answers: Mapping[str, Answer]) -> list[Row]:
    """The actogram of a diary, with the nights where the sleep question knows them."""
    return actogram(diary.days, _slept(answers.get("sleep")))


def hour(time: float) -> str:
    """13.5 is 13:30."""
    return f"{int(time) % 24:02d}:{int(time * 60) % 60:02d}"


def _slept(answer: Answer | None) -> list[Span]:
    return [(one.onset, one.wake) for one in answer.nights] if isinstance(answer, Nights) else []


def week(spot: Spot) -> list[int]:
    """Sightings by three hours of the week: 56 numbers. Phones take a sample every few hours, not every hour."""
    return [sum(spot.week[hour : hour + 3]) for hour in range(0, len(spot.week), 3)]


def weeks(spots: Sequence[Spot]) -> list[list[int]]:
    """The weeks of all spots, whose shades are compared."""
    return [week(spot) for spot in spots]


def held(answer: Links) -> Markup:
    """Identifiers and who got them; those of the hardware and the SIM card in another colour."""
    some = answer.identifiers[:_DRAWN]
    holders = list(dict.fromkeys(name for one in some for name in one.recipients))[:_DRAWN]
    lines = [
        (place, holders.index(name)) for place, one in enumerate(some) for name in one.recipients if name in holders
    ]
    left = [(labels([one.kind]) or "unnamed", "reset" if one.kind in _RESETTABLE else "kept") for one in some]
    return network(left, holders, lines)


def labels(kinds: Sequence[str]) -> str:
    """Kinds in words, as they stand in a sentence."""
    known = load().kinds
    return ", ".join(inside(known[kind].label) if kind in known else kind for kind in kinds)


PICTURES: dict[str, object] = {
    "KINDS": load().kinds,
    "days_of": days_of,
    "hour": hour,
    "night": night,
    "held": held,
    "labels": labels,
    "strip": strip,
    "spoken": spoken,
    "week": week,
    "weeks": weeks,
    "columns": columns,
    "cells": cells,
}
