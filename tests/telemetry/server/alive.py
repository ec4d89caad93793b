"""A real collector in a process of its own, and phones that report to it over loopback."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
from msgspec import Struct

from phonehome.telemetry import wire
from phonehome.telemetry.metrics import catalogue

OUTPUTS = 24
RUN = "import sys; from phonehome.cli import main; main()"


def metrics(folder: Path) -> Path:
    """The shipped catalogue, for as long as these tests are run."""
    text = catalogue().read_text(encoding="utf-8")
    file = folder / "metrics.toml"
    file.write_text(re.sub(r"expires = \S+", "expires = 2999-01-01", text), encoding="utf-8")
    return file


class Alive(Struct, frozen=True):
    """A running collector."""

    process: subprocess.Popen[str]
    phones: str
    asks: str

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def collector(folder: Path, db: str, *options: str, first: str = "") -> Iterator[Alive]:
    """A collector on free ports; ended by SIGTERM if the test has not killed it. ``first``: code to run before."""
    call = ["telemetry", "serve", "--metrics", str(folder / "metrics.toml"), "--db", db]
    ports = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--rate", "0"]
    command = [sys.executable, "-c", f"{first}\n{RUN}", *call, *ports, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(2)]
        phones, asks = (line.rpartition(" ")[2].strip() for line in lines)
        try:
            yield Alive(process, phones, asks)
        finally:
            process.send_signal(signal.SIGTERM)


class Phone(Struct, frozen=True):
    """One report that a phone has to tell."""

    number: int
    output: int

    def body(self, definition: str, day: date) -> bytes:
        receipt = self.number.to_bytes(32, "big")
        nonce = wire.written(wire.nonce_of(receipt))
        return wire.pack(wire.Report(1, "screen_hours", definition, day, self.output, nonce, ""))


def today() -> date:
    return datetime.now(UTC).date()


def current(alive: Alive) -> str:
    """What the collector takes a report of screen_hours to mean."""
    found = httpx.get(f"{alive.phones}{wire.CATALOGUE}").json()["metrics"]["screen_hours"]["definition"]
    assert isinstance(found, str)
    return found


async def _report(address: tuple[str, int], bodies: Iterator[tuple[Phone, bytes]], told: dict[int, int]) -> None:
    """Tells one report after another over one connection, until all are told or the connection breaks."""
    reader, writer = await asyncio.open_connection(*address)
    with contextlib.closing(writer):
        for phone, body in bodies:
            writer.write(b"POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            assert length is not None
            await reader.readexactly(int(length[1]))
            told[phone.number] = int(head.split()[1])


async def _many(address: tuple[str, int], bodies: Iterator[tuple[Phone, bytes]], told: dict[int, int]) -> None:
    await asyncio.gather(*(_report(address, bodies, told) for _ in range(16)), return_exceptions=True)


def report(alive: Alive, phones: Sequence[Phone], name: str) -> dict[int, int]:
    """The status that each phone was told; one that was told nothing is not in it."""
    told: dict[int, int] = {}
    host, _, port = alive.phones.removeprefix("http://").rpartition(":")
    bodies = ((phone, phone.body(name, today())) for phone in phones)
    asyncio.run(_many((host, int(port)), bodies, told))
    return told


def counted(alive: Alive) -> dict[int, int]:
    """What the collector says was reported today."""
    period = f"since={today()}&until={today()}"
    (day,) = httpx.get(f"{alive.asks}/v1/counts?metric=screen_hours&{period}", timeout=60).json()["days"]
    return {int(output): n for output, n in day["counts"].items()}
