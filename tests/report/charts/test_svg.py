from __future__ import annotations

import pytest

from phonehome.report.charts.svg import Mark, band, heat, level_of


def test_a_band_of_marks() -> None:
    assert band([Mark(1, 2.5, "screen", 0.25, 0.5)], 24, "day") == (
        '<svg class="band day" viewBox="0 0 24 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="screen" x="1" y="0.25" width="1.5" height="0.5"/></svg>'
    )


def test_what_stands_outside_is_cut_off() -> None:
    drawn = band([Mark(-1, 1, "a"), Mark(23, 30, "b"), Mark(24, 25, "c"), Mark(-2, 0, "d")], 24)
    assert [part.split('"')[1:6:2] for part in drawn.split("<rect ")[1:]] == [["a", "0", "0"], ["b", "23", "0"]]


def test_nothing_of_a_name_is_markup() -> None:
    assert "<script" not in band([Mark(0, 1, '"><script>')], 24, "<script>")


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (99, 4)])
def test_levels_are_quarters(count: int, level: int) -> None:
    assert level_of(count, [1, 2, 3, 4]) == level


def test_equal_neighbours_are_one_mark() -> None:
    assert heat([0, 4, 4, 1, 0, 1], [1, 2, 3, 4]) == [Mark(1, 3, "heat4"), Mark(3, 4, "heat1"), Mark(5, 6, "heat1")]
