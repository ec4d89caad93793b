from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.knowledge.policy import Policy, Statement
from phonehome.policy.judge import VIOLATIONS_NAMED, Court, Judgement, judge
from policy.court import COURT, GROUP, IMEI, ONEPLUS, SERIAL, TRACKER, court


def _told(statement: Statement, seen: Court = COURT) -> tuple[str, str, str]:
    verdict = judge(statement, seen)
    return verdict.outcome, verdict.why, verdict.needs


def test_a_finding_breaks_a_statement_and_is_its_proof() -> None:
    verdict = judge(SERIAL, COURT)
    assert (verdict.outcome, verdict.why, verdict.violations, verdict.findings) == (
        "broken",
        "OnePlus got it 24 times.",
        (GROUP,),
        24,
    )


def test_silence_of_long_enough_keeps_it() -> None:
    assert _told(IMEI) == ("kept", "Not once in 42 requests to OnePlus in 72 h.", "")
    assert _told(replace(IMEI, recipients=(), except_recipients=("OnePlus",)))[1] == (
        "Not once in 3 requests to anybody else in 72 h."
    )


SHORT = "The captures ran 90 min; what they do not show may still be sent."
HASH = "No owner's values were given, so a hash of them could not be recognised."
UNTESTED = [
    (IMEI, court(hours=1.5), SHORT, "A capture of at least 12 h."),
    (
        replace(IMEI, least_hours=96.0),
        COURT,
        "The captures ran 72 h; what they do not show may still be sent.",
        "A capture of at least 96 h.",
    ),
    (IMEI, court(hours=0.0), "The captures have no times, so nobody knows how long they ran.", "A capture with times."),
    (
        IMEI,
        court(sent=(TRACKER,)),
        "Nothing was sent to OnePlus in these captures.",
        "A capture in which the phone talks to OnePlus.",
    ),
    (
        IMEI,
        court(sent=(replace(ONEPLUS, exchanges=0),)),
        "The captures hold no request at all.",
        "A capture with traffic in it.",
    ),
    (IMEI, court(knows_owner=False), HASH, "An audit with --owner owner.toml."),
    (replace(IMEI, kinds=(), groups=("SIM",)), court(knows_owner=False), HASH, "An audit with --owner owner.toml."),
    (
        IMEI,
        court(sent=(replace(ONEPLUS, bytes_understood=4_500),)),
        "Of the bytes sent to OnePlus only 50% were understood.",
        "A capture whose payloads can be opened: with keys, or an adapter for this address.",
    ),
    (replace(IMEI, kinds=(), beyond="No capture shows it."), COURT, "No capture shows it.", ""),
    (
        replace(SERIAL, when="opted in"),
        COURT,
        "In these captures the owner opted out.",
        "A capture of a phone whose owner has opted in.",
    ),
    (
        replace(SERIAL, when="opted out"),
        court(choices={"OnePlus": ("",)}),
        "No capture tells what the owner chose.",
        "A capture of a phone whose owner has opted out. If this is one, say so with --given opted-out.",
    ),
    (
        replace(SERIAL, when="opted out"),
        court(choices={"OnePlus": ("opted in", "opted out")}),
        "The captures hold both choices of the owner.",
        "A capture of a phone whose owner has opted out.",
    ),
]


@pytest.mark.parametrize(("statement", "sight", "why", "needs"), UNTESTED)
def test_what_cannot_be_tested_says_what_would_test_it(
    statement: Statement, sight: Court, why: str, needs: str
) -> None:
    assert _told(statement, sight) == ("not testable", why, needs)


def test_a_break_needs_neither_length_nor_owner() -> None:
    assert judge(SERIAL, court(hours=0.1, knows_owner=False)).outcome == "broken"


TESTED = [
    (replace(IMEI, silence_keeps=True), court(sent=(TRACKER,))),
    (replace(IMEI, forms=("in clear",)), court(knows_owner=False)),
    (replace(IMEI, kinds=("app_usage",)), court(knows_owner=False)),
    (replace(IMEI, least_hours=0.0), court(hours=0.0)),
    (IMEI, court(sent=(replace(ONEPLUS, bytes_sent=500, bytes_understood=300),))),
    (replace(IMEI, when="opted in"), replace(COURT, given="opted in")),
    (
        replace(IMEI, recipients=(), roles=("maker",), when="opted out"),
        court(choices={"OnePlus": ("opted out",), "X": ("opted in",)}),
    ),
]


@pytest.mark.parametrize(("statement", "sight"), TESTED)
def test_what_can_be_tested_nevertheless(statement: Statement, sight: Court) -> None:
    assert judge(statement, sight).outcome == "kept"


def test_what_is_only_possible_breaks_nothing_and_is_counted() -> None:
    maybe = replace(GROUP, certainty="possible", count=7)
    verdict = judge(SERIAL, court(groups=(maybe,)))
    assert (verdict.outcome, verdict.possible) == ("kept", 7)
    likely = court(groups=(replace(GROUP, certainty="likely"), maybe))
    assert (judge(SERIAL, likely).outcome, judge(SERIAL, likely).possible) == ("broken", 7)
    assert judge(replace(SERIAL, confirmed=True), likely).outcome == "kept"


def test_the_gravest_break_comes_first_and_the_rest_is_counted() -> None:
    states = tuple(replace(GROUP, kind="device_state", place=f"$.{n}", count=99) for n in range(VIOLATIONS_NAMED))
    other = replace(GROUP, host="ads.example", organisation="", count=1)
    verdict = judge(replace(SERIAL, kinds=(), everything=True), court(groups=(*states, other)))
    assert (verdict.violations[0], len(verdict.violations), verdict.more) == (other, VIOLATIONS_NAMED, 1)
    assert verdict.why == "ads.example and 1 more got 2 kinds of personal data, 4,951 times in all."


def test_outcomes_are_counted() -> None:
    verdicts = (judge(SERIAL, COURT), judge(IMEI, COURT), judge(IMEI, COURT))
    judgement = Judgement("p", Policy("t", "a", "s"), "", 72.0, verdicts)
    assert (judgement.count("kept"), judgement.count("broken"), judgement.count("not testable")) == (2, 1, 0)
