"""A real collector, a process of its own, on a day that is set: python -m phonehome.telemetry.proof.serving DB DAY."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from phonehome.telemetry.metrics import catalogue
from phonehome.telemetry.server.opened import open_store
from phonehome.telemetry.server.questions import metrics_of
from phonehome.telemetry.server.serve import Site, serve


def main(db: str, day: str) -> None:
    """Serves the catalogue until it is told to end; says its addresses line by line."""
    site = Site("127.0.0.1:0", "127.0.0.1:0", 0, today=lambda: date.fromisoformat(day))
    store = open_store(db)
    try:
        serve(store, metrics_of(catalogue()), site, lambda line: print(line, flush=True))  # noqa: T201 - says where it is
    finally:
        store.end()


@contextmanager
def collecting(db: Path, day: date) -> Iterator[int]:
    """The port for phones of a collector that lives as long as this."""
    call = [sys.executable, "-m", __name__, str(db), day.isoformat()]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise ValueError("the collector of the proof did not start")
            yield int(line.rpartition(":")[2])
        finally:
            process.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
