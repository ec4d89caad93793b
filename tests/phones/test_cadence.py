from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from phonehome.phones.cadence import LATE, beats, spans
from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, Calendar

CALENDAR = Calendar(1_475_452_800_000, 30)


@given(st.integers(0, 1 << 32), st.sampled_from([HOUR, DAY, 3 * DAY]))
def test_jobs_keep_their_distance_and_are_a_little_late(seed: int, every: int) -> None:
    times = list(beats(CALENDAR, every, stream(seed, "beats")))
    assert CALENDAR.start <= times[0] < CALENDAR.start + (1 + LATE) * min(every, DAY) + LATE * every
    assert all(abs(late - sooner - every) < LATE * every for sooner, late in pairwise(times))
    assert times[-1] + every > CALENDAR.end - LATE * every


def test_each_span_begins_where_the_one_before_ended() -> None:
    found = list(spans(CALENDAR, DAY, stream(1, "spans")))
    times = list(beats(CALENDAR, DAY, stream(1, "spans")))
    assert found == list(zip([CALENDAR.start, *times[:-1]], times, strict=True))
