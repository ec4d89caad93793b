from __future__ import annotations

import asyncio
import socket
import threading
from datetime import date

import pytest

from phonehome.telemetry.fleet.post import post_all
from phonehome.telemetry.wire import REPORT, Report

MANY = [Report(1, "m", "0" * 16, date(2026, 10, 1), number, "n" * 21 + "A", "") for number in range(500)]


class Collector:
    """Keeps what it gets; answers in turn with these statuses, then with 202."""

    def __init__(self, statuses: list[int]) -> None:
        self.got: list[Report] = []
        self._statuses = statuses
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._line, sock=self._socket)
        await server.serve_forever()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            report = REPORT.decode(await reader.readexactly(512))
            status = self._statuses.pop(0) if self._statuses else 202
            if status == 202:
                self.got.append(report)
            assert head.startswith(b"POST /v1/reports HTTP/1.1\r\n")
            writer.write(b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\n{}" % status)


def test_every_report_arrives_once() -> None:
    collector, done = Collector([]), list[int]()
    sent = post_all(collector.address, MANY, done.append)
    assert sent.statuses == {202: 500}
    assert sorted(one.report for one in collector.got) == list(range(500))
    assert sum(done) == 500


def test_a_collector_that_is_busy_gets_it_again() -> None:
    collector = Collector([503, 429, 507, 410])
    sent = post_all(collector.address, MANY, lambda _: None)
    assert sent.statuses == {202: 499, 410: 1}
    assert len(collector.got) == 499


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        post_all(f"http://127.0.0.1:{port}", MANY, lambda _: None)
