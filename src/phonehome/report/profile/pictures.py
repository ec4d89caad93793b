"""The pictures that the chapters of a profile may ask for, by the names that their templates use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from phonehome.infer.answer import Answer
from phonehome.infer.day import Diary
from phonehome.infer.places import Spot
from phonehome.knowledge.load import load
from phonehome.report.charts.actogram import Row, actogram
from phonehome.report.charts.hours import cells, columns

Span = tuple[datetime, datetime]


def days_of(diary: Diary, answers: Mapping[str, Answer]) -> list[Row]:
    """The actogram of a diary, with the nights where the sleep question knows them."""
    return actogram(diary.days, _slept(answers.get("sleep")))


def hour(time: float) -> str:
    """13.5 is 13:30."""
    return f"{int(time) % 24:02d}:{int(time * 60) % 60:02d}"


def _slept(answer: Answer | None) -> list[Span]:
    nights = getattr(answer, "nights", ())
    return [(night.onset, night.wake) for night in nights]


def week(spot: Spot) -> list[int]:
    """Sightings by three hours of the week: 56 numbers. Phones take a sample every few hours, not every hour."""
    return [sum(spot.week[hour : hour + 3]) for hour in range(0, len(spot.week), 3)]


def weeks(spots: Sequence[Spot]) -> list[list[int]]:
    """The weeks of all spots, whose shades are compared."""
    return [week(spot) for spot in spots]


PICTURES: dict[str, object] = {
    "KINDS": load().kinds,
    "days_of": days_of,
    "hour": hour,
    "week": week,
    "weeks": weeks,
    "columns": columns,
    "cells": cells,
}
