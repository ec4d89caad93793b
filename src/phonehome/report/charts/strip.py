"""Beats on a line of time, from the first to the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from phonehome.report.charts.svg import Mark, band

LENGTH = 100.0
_THICK = 0.5


def strip(times: Sequence[datetime]) -> Markup:
    """A tick a beat; times are in order."""
    if not times:
        return band([], LENGTH, "strip")
    span = max(times[-1] - times[0], timedelta(seconds=1))
    places = ((time - times[0]) / span * (LENGTH - _THICK) for time in times)
    return band([Mark(place, place + _THICK, "column") for place in places], LENGTH, "strip")
