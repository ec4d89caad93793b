from __future__ import annotations

import socket
from datetime import date

import pytest

from phonehome.telemetry.fleet.post import post_all
from phonehome.telemetry.wire import Report
from telemetry.fleet.collector import Collector

MANY = [Report(1, "m", "0" * 16, date(2026, 10, 1), number, "n" * 21 + "A", "") for number in range(500)]


def test_every_report_arrives_once() -> None:
    collector = Collector([])
    sent = post_all(collector.address, MANY)
    assert sent.statuses == {202: 500}
    assert sorted(one.report for one in collector.got) == list(range(500))


def test_a_collector_that_is_busy_gets_it_again() -> None:
    collector = Collector([503, 429, 507, 410])
    sent = post_all(collector.address, MANY)
    assert sent.statuses == {202: 499, 410: 1}
    assert len(collector.got) == 499


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        post_all(f"http://127.0.0.1:{port}", MANY)
