"""Hours of a day and of a week as bands: how much of something in each of them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from phonehome.report.charts.svg import LEVELS, Mark, band, heat

HEIGHT = 24.0


def columns(amounts: Sequence[float]) -> Markup:
    """A column an hour, the tallest as high as the picture."""
    most = max(amounts, default=0) or 1
    heights = [HEIGHT * amount / most for amount in amounts]
    marks = [Mark(hour + 0.1, hour + 0.9, "column", HEIGHT - tall, tall) for hour, tall in enumerate(heights) if tall]
    return band(marks, len(amounts), "columns", HEIGHT)


def cells(amounts: Sequence[float], among: Sequence[Sequence[float]] = ()) -> Markup:
    """A shaded cell an hour; the shades are quarters of the largest amount in the rows ``among`` which it stands."""
    most = max((amount for row in among or (amounts,) for amount in row), default=0)
    scale = [most * part / LEVELS for part in range(1, LEVELS + 1)]
    return band(heat(amounts, scale), len(amounts), "cells")
