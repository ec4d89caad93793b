from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from phonehome.infer.answer import Answer
from phonehome.infer.stable import Lasting, Stable
from phonehome.report.profile.details_links import stable

WHEN = datetime(2017, 1, 16, tzinfo=UTC)
NAMES = ("Adjust", "AppsFlyer", "Google", "OnePlus")
IMEI = Lasting("49**********518", "imei", False, NAMES, 9, 1234, WHEN, WHEN, True, "hash")  # noqa: FBT003


def _text(answer: Answer) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=140)
    for part in stable(answer):
        console.print(part)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _stable(*values: Lasting, left_out: int = 0) -> Stable:
    return Stable(question="stable", sentence="", certainty="high", needed="", values=values, left_out=left_out)


def test_a_row_a_value() -> None:
    unnamed = Lasting("39c8", "", None, ("OnePlus",), 2, 4, None, None, None)
    _, _, first, second, more = _text(_stable(IMEI, unnamed, left_out=3))
    assert first.split("  ")[0] == "49**********518"
    assert "imei (as a hash)" in first
    assert "Adjust, AppsFlyer, Google and 1 more" in first
    assert first.endswith("outlived it")
    assert "no name for it" in second
    assert more == "and 3 more"


def test_nothing_stable_shows_nothing() -> None:
    assert _text(_stable()) == _text(Answer(question="x", sentence="", certainty="none", needed="")) == []
