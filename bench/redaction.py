"""Redacting: a HAR and a flow dump of one and of four weeks; the time must grow with the size, the memory must not."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
from mitmproxy.io import tnetstring
from rich.console import Console
from rich.table import Table

from phonehome.model import Exchange
from phonehome.phones import Options, har, simulate, truth

PROFILE = "oneplus-2017"
_MEASURED = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); print([used.ru_utime + used.ru_stime, used.ru_maxrss])"
)


def table() -> Table:
    """CPU seconds, and the command's peak of memory, with the look at what was written."""
    rows = Table("capture", "MB", "exchanges", "CPU s", "ms an exchange", "peak MB", title="Redacting (one core)")
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        folder = Path(name)
        for weeks in (1, 4):
            week = simulate(PROFILE, Options(7 * weeks, 1))
            (folder / "owner.toml").write_text(truth.owner_toml(week.owner))
            (folder / "c.har").write_bytes(b"".join(har.write(week.exchanges)))
            (folder / "c.mitm").write_bytes(b"".join(_flows(week.exchanges)))
            for file in ("c.har", "c.mitm"):
                seconds, peak = _cost(folder, file)
                size = (folder / file).stat().st_size / 1e6
                count, each = len(week.exchanges), 1000 * seconds / len(week.exchanges)
                rows.add_row(
                    file[2:], f"{size:.1f}", f"{count:,}", f"{seconds:.1f}", f"{each:.1f}", f"{peak / 1024:.0f}"
                )
    return rows


def _cost(folder: Path, file: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "phonehome", "redact", str(folder / file), "--force"]
    command += ["--owner", str(folder / "owner.toml"), "--out", str(folder / f"safe.{file[2:]}")]
    said = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], check=True, capture_output=True, text=True
    ).stdout
    return msgspec.json.decode(said, type=tuple[float, float])


def _flows(exchanges: Iterable[Exchange]) -> Iterable[bytes]:
    """Exchanges as mitmproxy dumps them, answers left out."""
    for exchange in exchanges:
        scheme, _, rest = exchange.url.partition("://")
        host, slash, path = rest.partition("/")
        request = {
            "method": exchange.method.encode(),
            "scheme": scheme.encode(),
            "host": host,
            "port": 443,
            "path": (slash + path).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in exchange.headers],
            "content": exchange.body,
            "timestamp_start": (exchange.time or 0) / 1000,
        }
        yield tnetstring.dumps({"type": "http", "version": 21, "request": request})


if __name__ == "__main__":
    Console(width=110).print(table())
