from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from phonehome.phones.cadence import LATE, beats, spans
from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, Calendar
from phonehome.phones.scene import Scene
from phonehome.phones.spans import Span
from phonehome.phones.troubles import Reset

CALENDAR = Calendar(1_475_452_800_000, 30)


@given(st.integers(0, 1 << 32), st.sampled_from([HOUR, DAY, 3 * DAY]))
def test_jobs_keep_their_distance_and_are_a_little_late(seed: int, every: int) -> None:
    times = list(beats(CALENDAR, every, stream(seed, "beats")))
    assert CALENDAR.start <= times[0] < CALENDAR.start + (1 + LATE) * min(every, DAY) + LATE * every
    assert all(abs(late - sooner - every) < LATE * every for sooner, late in pairwise(times))
    assert times[-1] + every > CALENDAR.end - LATE * every


def test_each_span_begins_where_the_one_before_ended(scene: Scene) -> None:
    found = list(spans(scene, DAY, stream(1, "spans")))
    times = list(beats(scene.calendar, DAY, stream(1, "spans")))
    assert found == list(zip([scene.calendar.start, *times[:-1]], times, strict=True))


def test_a_job_without_network_leaves_its_news_to_the_next(scene: Scene) -> None:
    whole = list(spans(scene, DAY, stream(1, "spans")))
    gone = structs.replace(scene.life, offline=(Span(whole[2][1], whole[2][1] + 1),))
    found = list(spans(structs.replace(scene, life=gone), DAY, stream(1, "spans")))
    assert found == [*whole[:2], (whole[2][0], whole[3][1]), *whole[4:]]


def test_a_reset_wipes_what_no_job_has_told(scene: Scene) -> None:
    whole = list(spans(scene, DAY, stream(1, "spans")))
    reset = Reset(whole[2][1] - HOUR, whole[2][1], 0)
    found = list(
        spans(structs.replace(scene, life=structs.replace(scene.life, resets=(reset,))), DAY, stream(1, "spans"))
    )
    assert found == [*whole[:2], (reset.time, whole[2][1]), *whole[3:]]
