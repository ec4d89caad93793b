"""Pictures with error bars."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from phonehome.telemetry.dashboard.charts import (
    Point,
    Scale,
    bar,
    columns,
    dot,
    means_scale,
    progress,
    shares_scale,
)

RECT = re.compile(r'<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>')
HALF = Point(0.5, 0.4, 0.6)


def _marks(picture: Markup) -> list[tuple[str, float, float]]:
    """Each mark's look, and from where to where it goes."""
    return [(look, float(x), round(float(x) + float(width), 3)) for look, x, _, width, _ in RECT.findall(picture)]


@pytest.mark.parametrize(("number", "place"), [(2, 0.0), (3, 0.5), (4, 1.0), (1, 0.0), (9, 1.0)])
def test_a_scale_ends_at_its_ends(number: float, place: float) -> None:
    assert Scale(2, 4).at(number) == place


def test_scales_hold_every_interval() -> None:
    points = [HALF, Point(0.2, 0.1, 1.3)]
    assert (shares_scale(points), means_scale(points)) == (Scale(0, 1), Scale(0.1, 1.3))
    assert (shares_scale([]), means_scale([]), Scale(1, 1).at(1)) == (Scale(0, 1), Scale(0, 1), 0)


def test_a_bar_has_its_interval_across_its_end() -> None:
    whole, line, left, right = _marks(bar(HALF, Scale(0, 1)))
    assert whole == ("told", 0.0, 0.5)
    assert [line[1], left[1], line[2], right[2]] == pytest.approx([0.4, 0.4, 0.6, 0.6], abs=0.005)


def test_a_dot_stands_within_its_interval() -> None:
    line, _, _, middle = _marks(dot(HALF, Scale(0, 1)))
    assert line[1] < middle[1] < 0.5 < middle[2] < line[2]


@pytest.mark.parametrize("middle", [0.0, 1.0])
def test_what_is_at_the_end_is_drawn_whole(middle: float) -> None:
    point = Point(middle, middle, middle)
    for picture in (bar(point, Scale(0, 1)), dot(point, Scale(0, 1))):
        assert all(0 <= start < end <= 1 for _, start, end in _marks(picture) if _ != "told" or end > start)


def test_columns_stand_side_by_side_as_tall_as_their_share() -> None:
    picture = columns([HALF, Point(0.1, 0.0, 0.2, told=False)], Scale(0, 1))
    tall = {look: float(height) for look, _, _, _, height in RECT.findall(picture) if look != "error"}
    assert (tall, picture.count('error"')) == ({"told": 50.0, "untold": 10.0}, 2)
    assert [round(start) for _, start, _ in _marks(picture)] == [0, 0, 1, 1]


def test_progress_ends_at_what_is_wanted() -> None:
    assert _marks(progress(5, 20)) == [("told", 0.0, 5.0)]
    assert _marks(progress(30, 20)) == [("told", 0.0, 20.0)]
