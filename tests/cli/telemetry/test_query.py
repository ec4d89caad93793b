"""phonehome telemetry query, of a collector that runs."""

from __future__ import annotations

import json
import re
import socket
import threading
from pathlib import Path

import pytest

from cli.said import Phonehome, refused
from telemetry.server.alive import Phone, collector, current, metrics, report


def test_a_running_collector_is_asked(phonehome: Phonehome, tmp_path: Path) -> None:
    metrics(tmp_path)
    with collector(tmp_path, str(tmp_path / "telemetry.sqlite")) as alive:
        report(alive, [Phone(number, 3) for number in range(40)], current(alive))
        text = phonehome("telemetry", "query", "screen_hours", "--server", alive.asks)
        found = phonehome("telemetry", "query", "screen_hours", "--format", "json", "--server", alive.asks)
        weekly = phonehome("telemetry", "query", "screen_hours", "--by", "week", "--server", alive.asks)
        by = phonehome("telemetry", "query", "screen_hours", "--by", "os_version", "--server", alive.asks)
        unknown = phonehome("telemetry", "query", "steps", "--server", alive.asks)
    assert re.match(r"screen_hours, \S+ to \S+: 40 reports of 1 day; 40 wait to be counted", text.out)
    assert re.search(r"\n\S+( to \S+)?: 40 reports; too few reports to say: ", weekly.out)
    assert by == refused("the collector says: screen_hours cannot be said by os_version, only by week")
    said = json.loads(found.out)
    assert (said["n"], said["enough"], said["shares"]) == (40, False, [])
    assert unknown.err.startswith("phonehome: the collector says: no metric 'steps' is asked; there are screen_hours, ")


STRANGER = "what answers at {url} is no collector of this phonehome, or was cut off\n"


@pytest.mark.parametrize("server", ["file:///etc/passwd", "127.0.0.1:8441"])
def test_what_is_no_address_is_refused(phonehome: Phonehome, server: str) -> None:
    said = phonehome("telemetry", "query", "screen_hours", "--server", server)
    assert said == refused(f"--server must be an http:// or https:// address, not {server!r}")


def test_a_collector_that_is_not_there_is_told(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "query", "screen_hours", "--server", "http://127.0.0.1:1")
    assert said.err.startswith("phonehome: no collector answers at http://127.0.0.1:1 (")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", STRANGER),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}", STRANGER),
        (b"\x00\xff\r\n", STRANGER),
        (b"", "no collector answers at {url} ("),
        (b"HTTP/1.1 404 No\r\ncontent-length: 2\r\n\r\nno", "the collector says: no"),
        (b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n", "the collector says: nothing"),
    ],
)
def test_what_is_no_collector_is_told_in_one_sentence(phonehome: Phonehome, body: bytes, sentence: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=_answer, args=(server, body))
        thread.start()
        said = phonehome("telemetry", "query", "screen_hours", "--server", url)
        thread.join()
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert said.err.startswith(f"phonehome: {sentence.format(url=url)}")


def _answer(server: socket.socket, body: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(body)
