from __future__ import annotations

from datetime import UTC, datetime, timedelta

from phonehome.report.charts.strip import strip

START = datetime(2017, 1, 16, tzinfo=UTC)


def _places(drawn: str) -> list[str]:
    return [part.split('x="')[1].split('"')[0] for part in drawn.split("<rect ")[1:]]


def test_beats_stand_where_they_came() -> None:
    assert _places(strip([START, START + timedelta(hours=1), START + timedelta(hours=4)])) == ["0", "24.875", "99.5"]


def test_one_beat_and_none() -> None:
    assert (_places(strip([START])), _places(strip([]))) == (["0"], [])
