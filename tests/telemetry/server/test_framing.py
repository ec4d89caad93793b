"""A request whose length is said twice is refused, and nothing after it on its connection is read."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from phonehome.telemetry import wire
from phonehome.telemetry.server.framing import is_ambiguous
from telemetry.server.alive import Alive, collector, metrics

REPORT = f"POST {wire.REPORTS} HTTP/1.1\r\nhost: 127.0.0.1\r\n".encode()
HIDDEN = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"
BOTH = b"content-length: %d\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(HIDDEN))


@pytest.mark.parametrize(
    ("headers", "ambiguous"),
    [
        ({}, False),
        ({"content-length": "512"}, False),
        ({"transfer-encoding": "chunked"}, False),
        ({"content-length": "512", "transfer-encoding": "chunked"}, True),
        ({"content-length": "0", "transfer-encoding": ""}, True),
    ],
)
def test_is_ambiguous(headers: dict[str, str], *, ambiguous: bool) -> None:
    assert is_ambiguous(Headers(headers)) is ambiguous


def _said(address: str, sent: bytes) -> list[bytes]:
    """Status and body of each answer until the connection is closed, and where the collector says that it will be."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    held = b""
    with socket.create_connection((host, int(port)), timeout=30) as raw:
        raw.sendall(sent)
        while got := raw.recv(65536):
            held += got
    return re.findall(rb"HTTP/1\.1 (?:\d+)|connection: close|\{.*?\}", held)


@pytest.fixture
def alive(tmp_path: Path) -> Iterator[Alive]:
    metrics(tmp_path)
    with collector(tmp_path, str(tmp_path / "telemetry.sqlite")) as running:
        yield running


def test_a_request_of_two_lengths_is_refused_and_its_connection_closed(alive: Alive) -> None:
    refusal = [b"HTTP/1.1 400", b"connection: close", b'{"error":"framing"}']
    assert [_said(door, REPORT + BOTH + HIDDEN) for door in (alive.phones, alive.asks)] == [refusal, refusal]


@pytest.mark.parametrize("length", [b"content-length: 0\r\n\r\n", b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n"])
def test_after_a_request_of_one_length_the_next_is_answered(alive: Alive, length: bytes) -> None:
    size, well = [b"HTTP/1.1 400", b'{"error":"size"}'], [b"HTTP/1.1 200", b'{"ok":true}']
    assert _said(alive.phones, REPORT + length + HIDDEN) == [*size, *well]
