from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from live.given import IMEI, MAKER, NOBODY, found, sent
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.live.snapshot import Snapshot
from phonehome.model import Recipient


def test_two_who_ask_while_nothing_changes_get_the_same() -> None:
    feed = Feed(load())
    assert feed.snapshot() == Snapshot()
    feed.add(sent(MAKER))
    first = feed.snapshot()
    assert feed.snapshot() is first
    feed.add(sent(NOBODY))
    assert (first.changed, feed.snapshot().changed, feed.changed) == (1, 2, 2)


def test_many_may_add_and_look_at_once() -> None:
    feed = Feed(load())
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: (feed.add(sent(MAKER, found("imei", "$.i", IMEI))), feed.snapshot()), range(200)))
    assert (feed.snapshot().sums.exchanges, feed.snapshot().rows[0].kinds[0].count) == (200, 200)


def test_hosts_are_masked_unless_values_are_shown() -> None:
    for shows_values, name in ((False, "49**********518.example"), (True, f"{IMEI}.example")):
        feed = Feed(load(), shows_values=shows_values)
        feed.add(sent(Recipient(f"{IMEI}.example"), found("imei", "$.i", IMEI)))
        assert feed.snapshot().rows[0].party.name == name
