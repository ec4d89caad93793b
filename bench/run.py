"""make bench: how fast, how much memory, how complete. Prints tables; nothing here is a test."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

import adapters
import breach
import cadence
import captures
import changes
import collector
import corpus
import links
import lives
import oracle
import peers
import people
import places
import proxy
import redaction
import sleep
import sources
from phonehome.model import Exchange
from phonehome.phones import PROFILES, Options, filler, har, simulate, truth
from score import Score
from stages import stages

CONSOLE = Console(width=110)
TEST_KEY = ("--adapter", str(Path(__file__).parent / "adups-test-key.toml"))
# Each profile with the adapter that it is audited with, and what the table says of that.
WEEKS = (
    *((profile, (), ", messages closed" if profile == "adups-2016" else "") for profile in PROFILES),
    ("adups-2016", TEST_KEY, ", with its key"),
)
AUDIT = (sys.executable, "-m", "phonehome", "audit")


class Found(msgspec.Struct):
    """The part of a finding that the truth is compared with."""

    exchange: int
    kind: str
    certainty: str
    value: str
    recipient: dict[str, str]


class Document(msgspec.Struct):
    """The part of a JSON report that is compared."""

    findings: list[Found]


def main() -> None:
    """All benchmarks, one table each."""
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        folder = Path(name)
        truth_of_weeks(folder)
        speed_and_recall(folder)
        growth(folder)
    CONSOLE.print(captures.table())
    CONSOLE.print(redaction.table())
    for table in (
        *lives.tables(lives.population()),
        *links.tables(),
        *cadence.tables(),
        *changes.tables(),
        *oracle.tables(),
        *collector.tables(),
        *breach.tables(),
    ):
        CONSOLE.print(table)
    CONSOLE.print(sleep.table())
    CONSOLE.print(places.table())
    CONSOLE.print("Endpoint tables: the time of a request must not grow with their number")
    CONSOLE.print("".join(adapters.table()), markup=False)
    CONSOLE.print("".join(people.table()), markup=False)
    CONSOLE.print("".join(sources.table()), markup=False)
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        CONSOLE.print(proxy.table(Path(name)), markup=False)
    peers.main()


def truth_of_weeks(folder: Path) -> None:
    """Every simulated week: what was planted, found, and falsely found on the innocent filler."""
    table = Table(
        "profile", "seed", "opted out", "exchanges", "planted", "found", "likely+ on filler", title="Simulated weeks"
    )
    for profile, adapter, remark in WEEKS:
        for seed, opted_out in ((101, False), (102, False), (101, True)):
            simulation = simulate(profile, Options(7, seed, opted_out))
            found = _audit(folder, simulation.exchanges, truth.owner_toml(simulation.owner), *adapter)
            keys = {
                (one.exchange, one.kind, one.value, one.recipient["host"])
                for one in found
                if one.certainty != "possible"
            }
            hits = sum((one.exchange, one.kind, one.value, one.host) in keys for one in simulation.truth)
            false = sum(one.recipient["host"] in filler.hosts() for one in found if one.certainty != "possible")
            table.add_row(
                profile + remark,
                str(seed),
                str(opted_out),
                f"{len(simulation.exchanges):,}",
                f"{len(simulation.truth):,}",
                f"{hits / len(simulation.truth):.4f}",
                str(false),
            )
    CONSOLE.print(table)


def speed_and_recall(folder: Path) -> None:
    """20,000 small requests: requests a second on one core, and recall by wrapping and writing."""
    pairs = list(corpus.corpus())
    planted = [one for _, some in pairs for one in some]
    found = _audit(folder, [exchange for exchange, _ in pairs], truth.owner_toml(corpus.OWNER))
    told = Score(planted, [(one.exchange, one.kind, one.certainty, one.value) for one in found])
    table = Table("requests", "HAR", "jobs", "seconds", "requests/s", "MB/s", "peak MB", title="20,000 small requests")
    for jobs in (1, 2):
        size = (folder / "capture.har").stat().st_size
        seconds, peak = _timed(folder, jobs)
        table.add_row(
            f"{len(pairs):,}",
            f"{size / 1e6:.0f} MB",
            str(jobs),
            f"{seconds:.1f}",
            f"{len(pairs) / seconds:,.0f}",
            f"{size / seconds / 1e6:.1f}",
            f"{peak:.0f}",
        )
    CONSOLE.print(table)
    _print_stages((folder / "capture.har").read_bytes())
    CONSOLE.print(told.by_kind())
    CONSOLE.print(f"missed: {dict(told.missed())}\n")


def _print_stages(capture: bytes) -> None:
    timings = stages(capture, corpus.OWNER)
    whole = sum(seconds for _, seconds in timings)
    table = Table("stage", "seconds", "share", title="Where the time goes (the same requests, one process)")
    for name, seconds in timings:
        table.add_row(name, f"{seconds:.2f}", f"{seconds / whole:.0%}")
    CONSOLE.print(table)


def growth(folder: Path) -> None:
    """From 20 MB to 2 GB: time must grow with the size, memory must not."""
    table = Table("HAR", "seconds", "MB/s", "peak MB", title="Growth (one core)")
    entries = [har.entry(exchange) for exchange, _ in corpus.corpus(6_500)]
    for size in (20 << 20, 200 << 20, 2000 << 20):
        written = _write_big(folder / "capture.har", entries, size)
        seconds, peak = _timed(folder, 1)
        table.add_row(f"{written / 1e6:,.0f} MB", f"{seconds:.1f}", f"{written / seconds / 1e6:.1f}", f"{peak:.0f}")
    CONSOLE.print(table)


def _write_big(path: Path, entries: list[bytes], size: int) -> int:
    with path.open("wb") as file:
        file.write(har.head("mitmproxy", "11.0.2"))
        separator = b"\n"
        while file.tell() < size:
            for entry in entries:
                file.write(separator + entry)
                separator = b",\n"
        file.write(har.TAIL)
        return file.tell()


def _audit(folder: Path, exchanges: tuple[Exchange, ...] | list[Exchange], owner: str, *options: str) -> list[Found]:
    with (folder / "capture.har").open("wb") as file:
        file.writelines(har.write(exchanges))
    (folder / "owner.toml").write_text(owner)
    report = subprocess.run(
        [*_command(folder, 1), "--format", "json", "--show-values", *options], check=True, capture_output=True
    )
    return msgspec.json.decode(report.stdout, type=Document).findings


def _command(folder: Path, jobs: int) -> list[str]:
    files = ["--owner", str(folder / "owner.toml"), "--out", str(folder / "case"), "--force"]
    return [*AUDIT, str(folder / "capture.har"), *files, "--jobs", str(jobs)]


def _timed(folder: Path, jobs: int) -> tuple[float, float]:
    """Wall seconds and peak resident MB of one audit, from a child that reports its own children's peak."""
    started = time.perf_counter()
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    child = subprocess.run(
        [sys.executable, "-c", script, *_command(folder, jobs)], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - started, int(child.stdout) / 1024


if __name__ == "__main__":
    main()
