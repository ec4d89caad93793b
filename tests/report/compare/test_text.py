from __future__ import annotations

from msgspec.structs import replace

from phonehome.infer.change import Comparison
from phonehome.report.compare.text import render
from phonehome.report.material import Look


def test_verdict_tables_and_what_is_left_out(comparison: Comparison) -> None:
    lines = b"".join(render(comparison, Look(140))).decode().splitlines()
    assert lines[:5] == [
        "joined against left",
        "joined: 72 h, 223 requests  left: no times, 1 request",
        "",
        "OnePlus",
        "Opting out stopped the usage stream.",
    ]
    assert "Fields at a.example/up: no longer im; new h, chs." in lines
    assert "and 3 more places; --recipient NAME narrows it down" in lines
    assert lines[-3:] == [
        "and 2 more recipients (--recipient NAME)",
        "",
        "Certainty high. Intervals take occasions as independent.",
    ]


def test_nothing_to_compare_is_said(comparison: Comparison) -> None:
    none = replace(comparison, recipients=(), more_recipients=0, sentence="Nothing.", certainty="none", uncertainty="")
    assert b"".join(render(none, Look())).decode().splitlines()[2:] == ["Nothing.", "", "Certainty none."]


def test_nothing_of_a_capture_writes_to_the_terminal(comparison: Comparison) -> None:
    change = replace(comparison.recipients[0], recipient="\x1b[31m[bold]x")
    text = b"".join(render(replace(comparison, recipients=(change,)), Look())).decode()
    assert ("\x1b" in text, "\\x1b[31m[bold]x" in text) == (False, True)
