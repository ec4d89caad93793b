from __future__ import annotations

from phonehome.report.charts.hours import cells, columns


def _looks(drawn: str) -> list[str]:
    return [part.split('"')[1] for part in drawn.split("<rect ")[1:]]


def test_the_tallest_column_fills_the_picture() -> None:
    drawn = columns([0, 1, 2])
    assert [part.split('height="')[1].split('"')[0] for part in drawn.split("<rect ")[1:]] == ["12", "24"]


def test_no_amounts_are_an_empty_picture() -> None:
    assert (_looks(columns([0, 0])), _looks(cells([0, 0])), _looks(columns([]))) == ([], [], [])


def test_cells_are_shaded_by_the_largest_of_all_rows() -> None:
    assert _looks(cells([1, 0, 4])) == ["heat2", "heat4"]
    assert _looks(cells([1, 0, 4], [[1, 0, 4], [16]])) == ["heat1", "heat2"]
