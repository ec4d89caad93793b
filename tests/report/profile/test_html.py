from __future__ import annotations

from msgspec.structs import replace

from phonehome.infer.day import Day
from phonehome.infer.profile import Profile
from phonehome.report.material import Look
from phonehome.report.profile.html import render


def _page(profile: Profile) -> str:
    return b"".join(render(profile, Look())).decode()


def test_a_chapter_a_question_without_script_or_network(profile: Profile) -> None:
    page = _page(profile)
    assert ('<section class="chapter" id="day">' in page, "OnePlus was told 415 events." in page) == (True, True)
    assert [word for word in ("<script", "http://", "https://", "url(") if word in page] == []


def test_nothing_of_a_capture_is_markup(profile: Profile, day: Day) -> None:
    page = _page(replace(profile, recipient="<i>x", answers=(replace(day, sentence="<b>&\x1b"),)))
    assert ("<i>x" in page, "<b>&" in page, "&lt;b&gt;&amp;\\x1b" in page) == (False, False, True)
