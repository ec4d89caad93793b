from __future__ import annotations

import re

import msgspec
from msgspec.structs import replace

from live.given import IMEI, MAKER, NOBODY, field, found, refused, sent
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.live.snapshot import Snapshot
from phonehome.model import Recipient
from phonehome.report.words import CROSS
from phonehome.web.page import Update, index, policy, proof, update

HOSTILE = "<script>alert(1)</script>\"'&\x1b\u202e"


def _feed(*, shows_values: bool = False) -> Feed:
    feed = Feed(load(), shows_values=shows_values)
    feed.add(sent(MAKER, found("imei", "$.i", IMEI), fields=[field("$.i", IMEI), field("$.x", HOSTILE)]))
    feed.add(sent(NOBODY, found("battery", "$.b", "9", "possible")))
    feed.add(refused(NOBODY))
    return feed


def _update(snapshot: Snapshot, since: int) -> Update:
    return msgspec.json.decode(update(snapshot, since, "3 recorded"), type=Update)


def test_the_page_has_a_row_a_recipient_in_order() -> None:
    page = index(_feed().snapshot(), "3 recorded", shows_values=False)
    assert re.findall(r'<tr role="row" id="row(\d+)">', page) == ["1", "2"]
    assert "3 recorded · 2 recipients · 2 requests" in page
    assert "1 attempt that sent nothing, last at 12:00:00" in page
    assert "Values are masked." in page
    assert "Values are masked." not in index(_feed().snapshot(), "", shows_values=True)


def test_an_update_has_the_rows_that_changed() -> None:
    snapshot = _feed().snapshot()
    assert [_update(snapshot, since).order for since in (-1, 3)] == [(1, 2), (1, 2)]
    assert [sorted(_update(snapshot, since).rows) for since in (-1, 1, 2, 3)] == [[1, 2], [2], [2], []]
    assert _update(snapshot, 3).said.startswith("3 recorded · 2 recipients")
    assert b"\n" not in update(snapshot, -1)


def test_long_boards_are_cut_and_say_so() -> None:
    feed = Feed(load())
    for number in range(302):
        feed.add(sent(Recipient(f"h{number}.example")))
    told = _update(replace(feed.snapshot(), dropped=7), -1)
    assert (len(told.order), told.rest) == (
        300,
        "And 2 more recipients. 7 hosts no longer listed here, but in the case.",
    )


def test_evidence_is_masked_unless_values_are_shown() -> None:
    for shows_values in (False, True):
        feed = _feed(shows_values=shows_values)
        page = proof(feed.snapshot().rows[0], feed.knowledge, shows_values=shows_values)
        assert (IMEI in page, "49**********518" in page) == (shows_values, not shows_values)


def test_evidence_says_where_nothing_was_found_and_what_is_no_leak() -> None:
    feed = Feed(load())
    feed.add(sent(MAKER, found("advertising_id", "$.a", "0", "dummy")))
    for number in range(9):
        feed.add(sent(NOBODY, found("ssid", "$.s", f"net {number}")))
    quiet, busy = sorted(feed.snapshot().rows, key=lambda row: row.number)
    page = proof(quiet, feed.knowledge, shows_values=False)
    assert "Nothing personal was found in what could be read of what it was sent." in page
    assert f"Not a leak: Advertising ID, 1{CROSS}." in page
    assert "6 older values no longer kept here" in proof(busy, feed.knowledge, shows_values=False)


def test_nothing_from_the_traffic_becomes_markup() -> None:
    feed = Feed(load(), shows_values=True)
    values = [found("ssid", f"$.{HOSTILE}", HOSTILE), found("imei", HOSTILE, HOSTILE, "dummy")]
    feed.add(sent(Recipient(HOSTILE, HOSTILE, HOSTILE, "maker", HOSTILE), *values, fields=[field(HOSTILE, HOSTILE)]))
    feed.add(sent(Recipient(HOSTILE)))
    snapshot = feed.snapshot()
    pages = [index(snapshot, HOSTILE, shows_values=True), *_update(snapshot, -1).rows.values()]
    pages += [proof(row, feed.knowledge, shows_values=True) for row in snapshot.rows]
    assert [page for page in pages if "<script>alert" in page or "\x1b" in page or "\u202e" in page] == []
    assert all("&lt;script&gt;" in page for page in pages)


def test_pages_need_nothing_inline_that_the_policy_does_not_name() -> None:
    feed = _feed()
    snapshot = feed.snapshot()
    pages = [index(snapshot, "", shows_values=False)]
    pages += [proof(row, feed.knowledge, shows_values=False) for row in snapshot.rows]
    assert [page for page in pages if re.search(r"\s(style|on\w+)=|https?://[^\"]*\.(js|css)", page)] == []
    assert "unsafe" not in policy()
