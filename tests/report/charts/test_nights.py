from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from phonehome.report.charts.nights import night

ZONE = timezone(timedelta(hours=8))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("hour", "start"), [(23, 5), (2, 8), (18, 0), (9, 15)])
def test_a_night_stands_where_it_was_on_the_wall(hour: int, start: int) -> None:
    begin = datetime(2017, 1, 16, hour, tzinfo=ZONE)
    drawn = night((begin, begin + HOUR), (begin + 7 * HOUR, begin + 8 * HOUR))
    marks = [part.split('"')[1:8:2] for part in drawn.split("<rect ")[1:]]
    ends = min(24, start + 8) - start, min(24, start + 7) - start - 1
    assert [(mark[0], mark[1], mark[3]) for mark in marks] == [
        ("maybe", str(start), str(ends[0])),
        ("core", str(start + 1), str(ends[1])),
    ]


def test_an_onset_that_may_be_after_the_wake_has_no_sure_part() -> None:
    begin = datetime(2017, 1, 16, 23, tzinfo=ZONE)
    drawn = night((begin, begin + 3 * HOUR), (begin + HOUR, begin + 4 * HOUR))
    assert 'class="core" x="8" y="0.15" width="0"' in drawn
