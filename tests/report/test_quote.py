from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from phonehome.knowledge.schema import Knowledge
from phonehome.model import CaseInfo, Certainty, Group, Reason, Recipient, RecipientReport, Report
from phonehome.report.material import Material
from phonehome.report.quote import NOTHING, cited, nothing, quotes, render

LAST = "Whether they were kept depends on notices, consent and purposes, which a capture does not show."


def _text(material: Material) -> str:
    return b"".join(render(material)).decode()


def _group(kind: str, count: int = 1, certainty: Certainty = "likely", wrapping: str = "query") -> Group:
    return Group(kind, certainty, wrapping, "q", count, 1, ("x",), 0, "e0 query q", (Reason("pattern", "It fits."),))


def _quote(
    knowledge: Knowledge, *groups: Group, change: Callable[[RecipientReport], RecipientReport] = lambda one: one
) -> str:
    report = change(RecipientReport(Recipient("a.example"), 3, 0, 1_200, 1_200, groups))
    return next(quotes(Report(CaseInfo((), {}), (report,)), knowledge))[1]


def test_a_paragraph_says_who_what_how_often_how_wrapped_and_how_sure(knowledge: Knowledge) -> None:
    known = _group("imei", 2, "confirmed", "body > form data > base64 > json")
    timed = replace(known, first=1_484_438_400_000, last=1_484_524_800_000)

    def to_maker(one: RecipientReport) -> RecipientReport:
        maker = Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
        return replace(one, recipient=maker, first=1_484_438_400_000, last=1_484_611_200_000)

    assert _quote(knowledge, timed, _group("battery"), change=to_maker) == (
        "Between 15 Jan 2017, 00:00 UTC and 17 Jan 2017, 00:00 UTC the phone sent OnePlus (the maker of the phone, "
        "China) 3 requests with 1.2 kB. Found in them: IMEI (twice) and battery (once). "
        "This was first seen on 15 Jan 2017, 00:00 UTC and last on 16 Jan 2017, 00:00 UTC. "
        "Most of it (2 of 3 findings) stood in the body, wrapped in form data, base64 and json. "
        "Confirmed (the value was the owner's own or a hash of it, or it is known what that address is sent): IMEI. "
        "Likely (by a name that fits its form, or by check digits and tables): battery. "
        "Provisions that are relevant to such data: GDPR Art. 4(1), 5(1)(c) and 25(2); GDPR recital 30; "
        f"ePrivacy Directive Art. 5(3). {LAST}"
    )


def test_what_has_no_time_and_no_wrapping_is_said_without(knowledge: Knowledge) -> None:
    assert _quote(knowledge, _group("battery")) == (
        "The phone sent a.example 3 requests with 1.2 kB. Found in them: battery (once). "
        "All of it stood in the address, after the question mark, not wrapped. "
        "Likely (by a name that fits its form, or by check digits and tables): battery. "
        "Provisions that are relevant to such data: GDPR Art. 5(1)(c); ePrivacy Directive Art. 5(3). "
        f"{LAST}"
    )


def test_a_time_is_said_once(knowledge: Knowledge) -> None:
    once = replace(_group("battery"), first=0, last=0)
    assert "This was seen on 1 Jan 1970, 00:00 UTC." in _quote(knowledge, once)
    same = _quote(knowledge, once, change=lambda one: replace(one, first=0, last=0))
    assert "seen" not in same
    assert same.startswith("On 1 Jan 1970, 00:00 UTC the phone sent")
    within_a_minute = _quote(knowledge, once, change=lambda one: replace(one, first=0, last=59_000))
    assert within_a_minute.startswith("On 1 Jan 1970, 00:00 UTC the phone sent")


def test_the_largest_part_need_not_be_most(knowledge: Knowledge) -> None:
    three = [_group("battery", 2, wrapping=wrapping) for wrapping in ("query", "body > json", "trailer")]
    assert "The largest part of it (2 of 6 findings) stood in trailer, not wrapped." in _quote(knowledge, *three)


def test_many_kinds_are_counted_not_listed(knowledge: Knowledge) -> None:
    told = _quote(knowledge, *(_group(kind) for kind in list(knowledge.kinds)[:9]))
    assert "and 3 other kinds of data." in told
    assert "and 3 other kinds. Provisions" in told


def test_what_is_only_possible_is_not_said(material: Material) -> None:
    told = _text(material)
    assert "Meta Platforms" not in told
    assert re.findall(r"[tT]he phone sent (\S+)", told) == [
        "OnePlus",
        "Google",
        "a-very-long-name-of-a-h…eu-central-1.example.org",
    ]


def test_nobody_is_accused(material: Material) -> None:
    told = _text(material).lower()
    assert not [word for word in ("violat", "illegal", "unlawful", "breach", "spy", "steal") if word in told]


def test_nothing_found_is_one_sentence(material: Material) -> None:
    assert _text(replace(material, report=Report(material.report.case, ()))) == f"{NOTHING}\n"


def test_provisions_of_one_law_stand_together_in_order() -> None:
    assert cited(["GDPR Art. 25(2)", "GDPR recital 30", "GDPR Art. 4(1)", "GDPR Art. 9 (where so)"]) == (
        "GDPR Art. 4(1), 9 (where so) and 25(2); GDPR recital 30"
    )


def test_where_nothing_can_be_quoted_it_says_how_much_was_read() -> None:
    read = RecipientReport(Recipient("a.example"), 1, 0, 100, 100, ())
    sealed = RecipientReport(Recipient("b.example"), 1, 0, 300, 0, ())
    unread = "Nothing of the 300 bytes the phone sent could be read, so what it says is unknown."
    assert nothing(Report(CaseInfo((), {}), (read,))) == NOTHING
    assert nothing(Report(CaseInfo((), {}), (sealed,))) == unread
    partly = "Of the 400 bytes the phone sent 25 % could be read; what the other 300 bytes say is unknown."
    assert nothing(Report(CaseInfo((), {}), (read, sealed))) == f"{NOTHING} {partly}"
