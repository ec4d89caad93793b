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
    """A shaded cell an hour; shades go by the root of the share of the largest amount ``among`` all rows."""
    most = max((amount for row in among or (amounts,) for amount in row), default=0)
    scale = [most * (part / LEVELS) ** 2 for part in range(1, LEVELS + 1)]
    return band(heat(amounts, scale), len(amounts), "cells")
