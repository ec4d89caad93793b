from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.infer.change import Comparison, KindChange, State
from phonehome.infer.rates import Rate, rate
from phonehome.infer.sides import Side
from phonehome.report.compare.rows import Line, changed_fields, kind_line, stream_line, watched
from phonehome.report.words import CROSS


def test_streams_with_cadence_interval_and_volume(comparison: Comparison) -> None:
    continues, stopped = map(stream_line, comparison.recipients[0].streams)
    assert continues == Line(
        "device information, a.example/up",
        "continues",
        "continues, less often (0.33 times)",
        f"18{CROSS}, every 4 h",
        f"6{CROSS}, 2 a day (0.73 to 4.4)",
        "100 bytes/h (50 bytes to 200 bytes) before, 0 bytes/h (0 bytes to 40 bytes) after",
    )
    assert (stopped.word, stopped.before, stopped.after) == (
        "stopped",
        f"18{CROSS}, every 30 min",
        "none (under 1.2 a day)",
    )
    assert stopped.remark.endswith("9 bytes after")


def test_a_stream_that_moved(comparison: Comparison) -> None:
    gone = replace(comparison.recipients[0].streams[1], state="moved")
    come = replace(gone, before=gone.after, after=gone.before)
    assert [stream_line(one).word for one in (gone, come)] == [
        "goes on at another address",
        "goes on from another address",
    ]


def test_kinds_with_their_forms(comparison: Comparison) -> None:
    imei, ssid, bssid = (kind_line(one, one.kind) for one in comparison.recipients[0].kinds)
    assert (imei.word, imei.remark) == ("changed form", "in clear, then as a hash (MD5)")
    assert (ssid.word, ssid.remark) == ("stopped", "")
    assert (bssid.word, bssid.before, bssid.after) == ("seen now, too short to tell", "none", f"1{CROSS}")


RATES: list[tuple[Rate, State, str]] = [
    (rate(1, 0.1), "not seen after", f"1{CROSS}"),
    (rate(2, 72.0), "continues", f"2{CROSS}"),
    (rate(4, 0.5), "continues", f"4{CROSS}"),
    (rate(4, 4.0), "continues", f"4{CROSS}, 1 an hour (0.27 to 2.6)"),
    (rate(180_000, 72.0), "continues", f"180,000{CROSS}, 60,000 a day (59,723 to 60,278)"),
    (rate(0, 0.1), "not seen before", "none"),
    (rate(0, 4.0), "new", "none (under 0.92 an hour)"),
]


@pytest.mark.parametrize(("seen", "state", "words"), RATES)
def test_how_often_in_plain_numbers(seen: Rate, state: State, words: str) -> None:
    assert kind_line(KindChange("imei", state, "unknown", seen, seen, None, (), ()), "IMEI").before == words


def test_how_long_a_side_was_watched(comparison: Comparison) -> None:
    assert watched(comparison.before) == "joined: 72 h, 223 requests"
    assert watched(comparison.after) == "left: no times, 1 request"
    assert watched(Side("x", 1, 0, 0, 0.0, 0.0)) == "x: one moment, 1 request"
    assert watched(Side("x", 2, 0, 1, 0.5, 0.0)) == "x: 30 min, 2 requests"


def test_fields_that_came_and_went(comparison: Comparison) -> None:
    assert changed_fields(comparison.recipients[0]) == [("a.example/up", "im", "h, chs")]
