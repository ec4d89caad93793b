"""Writes the test vectors of the randomiser, for clients in other languages; --check says whether they are out of date.

python tools/vectors.py            writes docs/reference/telemetry-vectors.json
python tools/vectors.py --check    exit code 1 when that file is not what the code says
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from random import Random

import msgspec
from msgspec import Struct

from phonehome.telemetry.domain import Value, cell
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.oracle import WORD, Oracle
from phonehome.telemetry.oracle.sample import Source, packed, report

FILE = Path(__file__).parents[1] / "docs/reference/telemetry-vectors.json"
CHOICES = (
    (2, 1_000_000),
    (7, 1_000_000),
    (100, 500_000),
    (1024, 1_200_000),
    (1024, 2_000_000),
    (1024, 4_000_000),
    (65536, 1_000_000),
)
VALUES: dict[str, tuple[Value, ...]] = {
    "screen_hours": (0, 3.5, 4, 23.99, 24, 99.5, -1),
    "battery_health": (49.9, 50, 93, 100),
    "unlocks": (0, 13, 20, 199, 200, 5000),
    "reboots": (0, 1, 3, 4, 9),
    "reboot_cause": ("none", "watchdog", "struck by lightning"),
    "app_used": ("com.whatsapp", "org.example.unheard"),
}


class Choice(Struct):
    """Which oracle tells one of so many cells at epsilon (millionths), with all its integers."""

    oracle: Oracle
    name: str


class Cell(Struct):
    """The cell of a value of a metric of the bundled catalogue."""

    metric: str
    value: Value
    attribute: str
    offset: int
    cell: int


class Report(Struct):
    """The report of a cell: the random bytes it takes, in order, its number, and its bytes on the wire."""

    cells: int
    epsilon: int
    cell: int
    random: str
    report: int
    sent: str


class Vectors(Struct):
    """All vectors; 64-bit integers are numbers, so read them without floating point."""

    choices: list[Choice]
    cells: list[Cell]
    reports: list[Report]


def vectors() -> Vectors:
    """The vectors as the code says them."""
    oracles = [choose(cells, epsilon) for cells, epsilon in CHOICES]
    metrics = [read(catalogue()).metrics[name] for name in VALUES]
    return Vectors(
        [Choice(oracle, oracle.name) for oracle in oracles],
        list(chain.from_iterable(map(_cells, metrics))),
        list(chain.from_iterable(map(_reports, oracles))),
    )


def _cells(metric: Metric) -> Iterator[Cell]:
    attributes = ("5.0", "99", "") if metric.terms.by else ("",)
    offsets = (0, 2, 3) if metric.name in {"unlocks", "reboots"} else (0,)
    for value in VALUES[metric.name]:
        for attribute in attributes:
            for offset in offsets:
                told = cell(metric, value, attribute, offset)
                yield Cell(metric.name, value, attribute, offset, told)


def _reports(oracle: Oracle) -> Iterator[Report]:
    draw = Random(oracle.cells * oracle.epsilon)  # noqa: S311 - vectors are to be the same every time
    random = [(draw.getrandbits(64), draw.getrandbits(64)) for _ in range(6)]
    edges = [(oracle.threshold - 1, 0), (oracle.threshold, 0), (0, WORD - WORD % oracle.own - 1), (WORD - 1, 1)]
    again = (0, WORD - 1, 5) if WORD % oracle.own else (0, 5)
    for at, words in enumerate((*random, *edges, again)):
        asked = (0, 1, oracle.cells // 2, oracle.cells - 1)[at % 4]
        data = b"".join(word.to_bytes(8, "big") for word in words)
        told = report(oracle, asked, _reading(data))
        yield Report(oracle.cells, oracle.epsilon, asked, data.hex(), told, packed(told).hex())


def _reading(data: bytes) -> Source:
    waiting: Iterator[int] = iter(data)
    return lambda size: bytes(next(waiting) for _ in range(size))


def written() -> bytes:
    """The file: one vector a line."""
    made = vectors()
    parts = (("choices", made.choices), ("cells", made.cells), ("reports", made.reports))
    return b"{\n" + b",\n".join(_part(name, rows) for name, rows in parts) + b"\n}\n"


def _part(name: str, rows: Iterable[Struct]) -> bytes:
    return f'"{name}": [\n'.encode() + b",\n".join(map(msgspec.json.encode, rows)) + b"\n]"


def main(arguments: list[str]) -> int:
    """Writes or checks the file."""
    if "--check" not in arguments:
        FILE.write_bytes(written())
        return 0
    is_fresh = FILE.exists() and FILE.read_bytes() == written()
    print("test vectors are fresh" if is_fresh else "test vectors are stale: run tools/vectors.py")
    return 0 if is_fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
