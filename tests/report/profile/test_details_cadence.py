from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from phonehome.infer.answer import Answer
from phonehome.infer.cadence import Cadence, Rhythm, SetOff
from phonehome.report.profile.details_cadence import cadence

WHEN = datetime(2017, 1, 16, tzinfo=UTC)


def _text(answer: Answer) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=140)
    for part in cadence(answer):
        console.print(part)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_rhythms_and_triggers() -> None:
    kinds = ("battery", "cell_id", "imei", "serial")
    hourly = Rhythm("OnePlus", "a.example", "/up", kinds, 10_800, 0, 0.01, 90, 3, 0, WHEN, WHEN, taken=True)
    whole = Rhythm("OnePlus", "a.example", "/up", (), 14_400, 0, 0.25, 1_234, 0, 0, WHEN, WHEN)
    off = SetOff("b", "b.example", "/x", "screen_on", 60, 0.9, 0.1, 45, 0)
    answer = Cadence(
        question="cadence", sentence="", certainty="high", needed="", rhythms=(hourly, whole), set_off=(off,) * 21
    )
    _, _, first, second, trigger, *_, more = _text(answer)
    assert first == "a.example/up noted: battery, cell id, imei and 1 more 3 h 1.0 % 90 3"
    assert second == "a.example/up all requests 4 h 25.0 % 1,234 0"
    assert trigger == "b.example/x: 90 % of 45 within 60 s after screen on, 10 % by chance"
    assert more == "and 1 more"


def test_no_rhythm_shows_nothing() -> None:
    assert _text(Cadence(question="cadence", sentence="", certainty="none", needed="")) == []
    assert _text(Answer(question="x", sentence="", certainty="none", needed="")) == []
