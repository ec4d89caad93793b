from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from phonehome.infer.answer import Answer
from phonehome.infer.linked import Bridged, HandedOn, Holding, Identifier, Links, OnePerson, Trade
from phonehome.infer.stable import Lasting, Stable
from phonehome.report.profile.details_links import links, stable

WHEN = datetime(2017, 1, 16, tzinfo=UTC)
NAMES = ("Adjust", "AppsFlyer", "Google", "OnePlus")
IMEI = Lasting("49**********518", "imei", False, NAMES, 9, 1234, WHEN, WHEN, True, "hash")  # noqa: FBT003


def _text(answer: Answer) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=160)
    for part in (*stable(answer), *links(answer)):
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


def test_who_could_trade_and_what_a_reset_hid() -> None:
    values = enumerate((("39c8", "gsf_id"), ("a907", "gsf_id"), ("4901", "imei"), ("a@b", "email"), ("c@d", "email")))
    answer = Links(
        question="links",
        sentence="",
        certainty="high",
        needed="",
        holdings=(Holding("Google", ("imei", "gsf_id"), ("app_usage",)),),
        identifiers=tuple(Identifier(place, *one, 0, ("Google",), 2, WHEN, WHEN) for place, one in values),
        bridges=(
            Bridged("gsf_id", 0, 1, 2, ("Google",), (), WHEN, 4.0),
            Bridged("gsf_id", 0, 1, 2, (), ("A", "B"), WHEN, 5.5),
        ),
        trades=(Trade("A", "B", (2,), ("imei",)),),
        one_person=(OnePerson((0, 1), (3,)),),
        handed_on=(HandedOn(0, "email", 3, 4, WHEN, WHEN),),
    )
    _, _, holding, *rest = _text(answer)
    assert holding.split() == ["Google", "imei,", "gsf", "id", "app", "usage"]
    assert rest == [
        "Google can tell that gsf id 39c8 and gsf id a907 are one: imei 4901, within 4.0 h",
        "A and B together can tell that gsf id 39c8 and gsf id a907 are one: imei 4901, within 5.5 h",
        "A and B could trade: both hold imei",
        "Phones 1 and 2 seem to be one person's: both send email a@b",
        "Phone 1 seems to have changed hands: email a@b until 16 Jan 2017, email c@d from 16 Jan 2017",
    ]
