from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from live.given import IMEI, MAKER, NOBODY, found, sent
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.web.address import Address
from phonehome.web.serve import served

ANY = Address("127.0.0.1", 0)


@pytest.fixture
def feed() -> Feed:
    feed = Feed(load())
    feed.add(sent(MAKER, found("imei", "$.i", IMEI)))
    return feed


def _data(lines: Iterator[str]) -> str:
    return next(line for line in lines if line.startswith("data: "))


@contextmanager
def _entered(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url.partition("?")[0], timeout=30) as client:
        client.get(url, follow_redirects=True).raise_for_status()
        yield client


def test_what_changes_reaches_every_page_that_is_open(feed: Feed) -> None:
    with (
        served(feed, ANY, str) as url,
        _entered(url) as client,
        client.stream("GET", "/events") as one,
        client.stream("GET", "/events") as other,
    ):
        streams = one.iter_lines(), other.iter_lines()
        assert ["OnePlus" in _data(stream) for stream in streams] == [True, True]
        feed.add(sent(NOBODY))
        later = [_data(stream) for stream in streams]
        assert [("ads.example.org" in data, "OnePlus" in data) for data in later] == [(True, False)] * 2


def test_the_token_is_new_in_each_run_and_asked_for(feed: Feed) -> None:
    urls = []
    for _ in range(2):
        with served(feed, ANY, str) as url:
            urls.append(url.partition("=")[2])
            assert httpx.get(url.partition("?")[0]).status_code == 403
    assert urls[0] != urls[1]
    assert min(map(len, urls)) >= 43


def test_pages_that_are_open_hear_the_end_and_nothing_stays_behind(feed: Feed) -> None:
    with ExitStack() as stack:
        with served(feed, ANY, str) as url:
            client = stack.enter_context(_entered(url))
            lines = stack.enter_context(client.stream("GET", "/events")).iter_lines()
            _data(lines)
        assert "event: end" in list(lines)
    assert [thread.name for thread in threading.enumerate() if thread.name == "web"] == []


def test_a_page_that_does_not_read_holds_nobody_up(feed: Feed) -> None:
    with served(feed, ANY, str) as url, _entered(url) as client:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        host = httpx.URL(url)
        with socket.create_connection((host.host, host.port)) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            deaf.sendall(f"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
            for _ in range(2_000):
                feed.add(sent(MAKER, found("imei", "$.i", IMEI)))
            assert "2,001 requests" in client.get("/").text


def test_an_address_that_is_taken_is_one_sentence(feed: Feed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ValueError, match=f"--web 127.0.0.1:{port}: Address already in use"),
            served(feed, Address("127.0.0.1", port), str),
        ):
            pass
