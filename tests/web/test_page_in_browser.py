"""The live page in a real browser, at the width of a phone and of a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from live.given import IMEI, MAKER, NOBODY, NOON, field, found, sent
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.model import Recipient
from phonehome.web.address import Address
from phonehome.web.serve import served
from web.devtools import Tab, tab

LIVE = "document.getElementById('state').dataset.is === 'live'"
NAMES = "[...document.querySelectorAll('tbody th > a')].map(one => one.textContent).join(' ')"
WIDTH = "document.documentElement.scrollWidth"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def feed() -> Feed:
    feed = Feed(load())
    feed.add(sent(MAKER, found("imei", "$.i", IMEI), fields=[field("$.i", IMEI)]))
    return feed


@pytest.fixture
def page(feed: Feed, tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened, served(feed, Address("127.0.0.1", 0), lambda: "") as url:
        opened.size(1280)
        opened.open(url)
        opened.until(LIVE)
        yield opened
        assert opened.complaints == []


def test_an_update_moves_the_page(feed: Feed, page: Tab) -> None:
    assert (page.say(NAMES), page.say("location.search")) == ("OnePlus", "")
    feed.add(sent(NOBODY, found("imei", "$.i", IMEI), found("location", "$.l", "51.5074,-0.1278")))
    page.until("document.getElementById('row2')")
    assert page.say(NAMES) == "ads.example.org OnePlus"
    assert page.say("document.getElementById('newest').textContent") == "New: ads.example.org."
    feed.add(sent(MAKER, at=NOON + 61_000))
    page.until("document.querySelector('#row1').textContent.includes('12:01:01')")


def test_evidence_opens_below_its_row_and_tells_of_newer(feed: Feed, page: Tab) -> None:
    page.say("document.querySelector('#row1 a').focus()")
    page.say("document.querySelector('#row1 a').click()")
    page.until("document.querySelector('#row1 + .proof-row')")
    assert page.say("document.querySelector('.proof-row mark').textContent") == "49**********518"
    feed.add(sent(MAKER, found("ssid", "$.s", "Mustermann 5G")))
    page.until("!document.querySelector('.again').hidden")
    assert page.say("document.activeElement.textContent") == "OnePlus"
    page.say("document.querySelector('.again').click()")
    page.until("document.querySelector('.proof-row').textContent.includes('Wi-Fi name')")
    page.say("document.querySelector('#row1 a').click()")
    page.until("!document.querySelector('.proof-row')")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_runs_nothing_of_the_traffic(feed: Feed, page: Tab, width: int) -> None:
    page.size(width)
    hosts = [Recipient(HOSTILE, HOSTILE), Recipient("x" * 900, "y" * 900, "CN", "maker"), Recipient("z" * 900)]
    for host in hosts:
        values = [found(kind, f"$.{HOSTILE}", HOSTILE, "likely") for kind in load().kinds]
        feed.add(sent(host, *values, fields=[field(f"$.{HOSTILE}", HOSTILE)]))
    page.until("document.querySelectorAll('tbody > tr').length === 4")
    page.say("document.querySelector('th > a').click()")
    page.until("document.querySelector('.proof-row')")
    page.say("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert (page.say(WIDTH), page.say("document.images.length")) == (str(width), "0")


def test_the_page_says_when_the_capture_has_ended(feed: Feed, tmp_path: Path) -> None:
    with tab(tmp_path / "profile") as opened:
        with served(feed, Address("127.0.0.1", 0), lambda: "") as url:
            opened.open(url)
            opened.until(LIVE)
        opened.until("document.getElementById('state').textContent.startsWith('The capture has ended.')")
