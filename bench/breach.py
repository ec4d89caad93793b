"""What a leak would expose, measured on tables of growing size: seconds and memory, on invented people and traces."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from rich.table import Table

SIZES = (20_000, 200_000, 2_000_000)
# What the program needs before it has read a row is in the memory as well.
RUN = "import sys; from phonehome.cli import main; main()"


def tables() -> Iterator[Table]:
    """Persons in one row each, and events of phones."""
    table = Table("table", "rows", "seconds", "MB at most", title="breach --table (two threads)")
    with tempfile.TemporaryDirectory() as folder:
        for name, made in (("people", _people), ("events of phones", _events)):
            for rows in SIZES:
                file = Path(folder) / "table.parquet"
                pq.write_table(made(rows), file)
                seconds, megabytes = _measured(file)
                table.add_row(name, f"{rows:,}", f"{seconds:.1f}", f"{megabytes:,.0f}")
    yield table


def _people(rows: int) -> pa.Table:
    rng = np.random.default_rng(1)
    return pa.table({
        "name": [f"person {number}" for number in range(rows)],
        "age": rng.integers(18, 95, rows),
        "zip": [f"{one:05d}" for one in rng.integers(1000, 3000, rows)],
        "sex": rng.choice(["f", "m"], rows),
        "diagnosis": rng.choice(["flu", "hiv", "none", "asthma"], rows),
    })  # fmt: skip


def _events(rows: int) -> pa.Table:
    """A hundred events a phone, each at one of its ten places."""
    rng = np.random.default_rng(1)
    phone = np.arange(rows) // 100
    return pa.table({
        "imei": [f"3534{one:011d}" for one in phone],
        "time": rng.integers(1_480_000_000, 1_481_200_000, rows),
        "ssid": [f"net {one % 5000}" for one in phone * 10 + rng.integers(0, 10, rows)],
        "app": rng.choice(["mail", "maps", "chat", "bank"], rows),
    })  # fmt: skip


def _measured(file: Path) -> tuple[float, float]:
    """A process of its own, so that its memory is that of this table alone."""
    code = f"import resource\ntry:\n    {RUN}\nfinally:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    call = [sys.executable, "-c", code, "telemetry", "breach", "--table", str(file), "--format", "json"]
    start = time.perf_counter()
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(done.stdout.rsplit(maxsplit=1)[-1]) / 1024
