"""The collector under load: durable uploads a second, and what a million reports take."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
from rich.console import Console
from rich.table import Table

from phonehome.telemetry import wire
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.questions import question
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import Entry

METRIC = read(catalogue()).metrics["screen_hours"]
UPLOADS, MILLION, GROUP = 40_000, 1_000_000, 256
CONNECTIONS = (16, 64, 150)


class Load(msgspec.Struct, frozen=True):
    """What one load generator saw: acknowledged a second, and milliseconds until they were."""

    rate: float
    half: float
    most: float


def tables() -> Iterator[Table]:
    """Both tables."""
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        yield _uploads(Path(name))
        yield _million(Path(name))


def _uploads(folder: Path) -> Table:
    table = Table("connections", "durable uploads/s", "p50 ms", "p99 ms", title=f"Collector, {UPLOADS:,} uploads each")
    for connections in CONNECTIONS:
        with _collector(folder / f"{connections}.sqlite") as address:
            call = (sys.executable, __file__, address, str(connections))
            load = msgspec.json.decode(subprocess.run(call, check=True, capture_output=True).stdout, type=Load)
        table.add_row(str(connections), f"{load.rate:,.0f}", f"{load.half:.1f}", f"{load.most:.1f}")
    return table


@contextmanager
def _collector(db: Path) -> Iterator[str]:
    metrics = db.with_name("metrics.toml")
    metrics.write_text(catalogue().read_text(encoding="utf-8"), encoding="utf-8")
    call = (sys.executable, "-m", "phonehome", "telemetry", "serve", "--metrics", str(metrics), "--db", str(db))
    ports = ("--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--behind-proxy")
    with subprocess.Popen((*call, *ports), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        process.stderr.readline()
        yield address
        process.terminate()


def _load(address: str, connections: int) -> Load:
    """Reports from networks of 200 different prefixes, over kept connections as a proxy holds them."""
    definition = httpx.get(f"{address}{wire.CATALOGUE}").json()["metrics"]["screen_hours"]["definition"]
    bodies = iter([_request(number, definition) for number in range(UPLOADS)])
    host, _, port = address.removeprefix("http://").rpartition(":")
    waits: list[float] = []
    begun = time.perf_counter()
    asyncio.run(_all((host, int(port)), bodies, waits, connections))
    seconds = time.perf_counter() - begun
    waits.sort()
    return Load(len(waits) / seconds, 1e3 * waits[len(waits) // 2], 1e3 * waits[int(len(waits) * 0.99)])


def _request(number: int, definition: str) -> bytes:
    nonce = wire.written(os.urandom(wire.NONCE_BYTES))
    today = datetime.now(UTC).date()
    body = wire.pack(wire.Report(1, "screen_hours", definition, today, number % METRIC.oracle.outputs, nonce, ""))
    network = f"x-forwarded-for: 10.0.{number % 200}.1\r\n"
    return f"POST {wire.REPORTS} HTTP/1.1\r\nhost: x\r\n{network}content-length: {len(body)}\r\n\r\n".encode() + body


async def _all(address: tuple[str, int], bodies: Iterator[bytes], waits: list[float], connections: int) -> None:
    await asyncio.gather(*(_one(address, bodies, waits) for _ in range(connections)))


async def _one(address: tuple[str, int], bodies: Iterator[bytes], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection(*address)
    with contextlib.closing(writer):
        for body in bodies:
            begun = time.perf_counter()
            writer.write(body)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(2)
            waits.append(time.perf_counter() - begun)
            if not re.match(rb"HTTP/1.1 202 ", head):
                raise ValueError(head.decode())


def _million(folder: Path) -> Table:
    """One report of each of a million phones, as the collector's writer stores them."""
    path = folder / "million.sqlite"
    store, batch = Sqlite(path), batch_of(question(METRIC), datetime.now(UTC).date())
    begun = time.perf_counter()
    for start in range(0, MILLION, GROUP):
        numbers = range(start, min(start + GROUP, MILLION))
        store.write([Entry(batch, os.urandom(16), number % METRIC.oracle.outputs) for number in numbers], [])
    stored = time.perf_counter() - begun
    size = sum(one.stat().st_size for one in folder.glob("million.sqlite*"))
    begun = time.perf_counter()
    store.close(batch)
    closed = time.perf_counter() - begun
    store.end()
    table = Table(
        "reports", "stored/s", "MB with its log", "bytes a report", "counted and deleted in", title="A million reports"
    )
    each = f"{size / MILLION:.0f}"
    table.add_row(f"{MILLION:,}", f"{MILLION / stored:,.0f}", f"{size / 1e6:.0f}", each, f"{closed:.1f} s")
    return table


def main(arguments: list[str]) -> None:
    """The tables alone; with an address and a number of connections, one load on what runs there, as JSON."""
    match arguments:
        case [address, connections]:
            sys.stdout.buffer.write(msgspec.json.encode(_load(address, int(connections))))
        case _:
            for table in tables():
                Console(width=110).print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
