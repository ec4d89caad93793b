from __future__ import annotations

from msgspec.structs import replace

from phonehome.infer.day import Day
from phonehome.infer.profile import Profile
from phonehome.report.material import Look
from phonehome.report.profile.text import render


def test_an_answer_with_its_table_and_proof(profile: Profile) -> None:
    assert b"".join(render(profile, Look())).decode().splitlines() == [
        "What oneplus can conclude",
        "",
        "Day · certainty high",
        "OnePlus was told 415 events.",
        "Hours in which OnePlus was told something:",
        "day          0     6     12    18   24   events",
        "───────────────────────────────────────────────",
        "Mon 16 Jan           ░▒▓█                415",
        "Needed: events. 2 events are misdated.",
        "415 findings behind it, the first: screen_event at e6 body > json $.dl[0]",
    ]


def test_an_answer_that_needs_more_says_so(profile: Profile, day: Day) -> None:
    none = replace(day, certainty="none", sentence="No event.", uncertainty="", proof=(), proved_by=0, recipients=())
    text = b"".join(render(replace(profile, recipient="", answers=(none,)), Look())).decode()
    assert text.splitlines() == [
        "What those who received this can conclude",
        "",
        "Day · certainty none",
        "No event.",
        "Needed: events.",
    ]
