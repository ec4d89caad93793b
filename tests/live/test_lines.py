from __future__ import annotations

import pytest

from live.given import MAKER, NOBODY, NOON
from phonehome.knowledge.load import load
from phonehome.live.lines import line
from phonehome.live.snapshot import News
from phonehome.model import Recipient

SEEN: list[tuple[News, str]] = [
    (News("OnePlus", MAKER, NOON, is_first=True), "12:00:00 UTC OnePlus (open.oneplus.net): first contact"),
    (
        News("ads.example.org", NOBODY, None, is_first=True, is_refusal=True),
        "ads.example.org: first contact; an attempt that sent nothing",
    ),
    (
        News("OnePlus", MAKER, NOON, kinds=(("battery", "possible"), ("imei", "confirmed"), ("serial", "confirmed"))),
        "12:00:00 UTC OnePlus (open.oneplus.net): IMEI, serial number (confirmed); battery (possible)",
    ),
    (News("a\x1b[1mb", Recipient("a\x1b[1mb"), NOON, is_first=True), "12:00:00 UTC a\\x1b[1mb: first contact"),
]


@pytest.mark.parametrize(("news", "said"), SEEN)
def test_news_are_one_line(news: News, said: str) -> None:
    assert line(news, load()) == said
