from __future__ import annotations

from io import StringIO

from rich.console import Console

from live.given import IMEI, MAKER, found, sent
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.live.screen import watched
from phonehome.model import Recipient


def _watched(*, terminal: bool) -> str:
    out = StringIO()
    feed = Feed(load())
    with watched(feed, Console(file=out, force_terminal=terminal, width=80, height=20), lambda: "2 recorded") as tell:
        tell(sent(MAKER, found("imei", "$.i", IMEI)))
        tell(sent(MAKER, found("imei", "$.i", IMEI)))
        tell(sent(Recipient(f"{IMEI}.example"), found("imei", "$.i", IMEI)))
    assert feed.changed == 3
    return out.getvalue()


def test_where_there_is_no_terminal_each_news_is_a_line() -> None:
    assert _watched(terminal=False).splitlines() == [
        "12:00:00 UTC OnePlus (open.oneplus.net): first contact; IMEI (confirmed)",
        "12:00:00 UTC 49**********518.example: first contact; IMEI (confirmed)",
    ]


def test_a_terminal_has_the_table_when_it_ends() -> None:
    text = _watched(terminal=True)
    assert "2 recorded · 2 recipients · 3 requests" in text
    assert "OnePlus" in text
