"""What a packet capture costs: speed, and the memory of tshark and of phonehome, by the kind of traffic in it."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

import packets
from packets import Ends, Said
from talks import over_tls

SIZES = (5 << 20, 20 << 20)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SCRIPT = (
    "import resource, sys; from phonehome.cli import run; code = run(sys.argv[1:]); "
    "own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)); "
    "print(own, child, file=sys.stderr); sys.exit(code)"
)


def table() -> Table:
    """MB/s, seconds a GB, peak memory of both programs."""
    made = Table(
        "traffic",
        "pcapng",
        "seconds",
        "MB/s",
        "s per GB",
        "phonehome MB",
        "tshark MB",
        title="Packet captures (one core)",
    )
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        file = Path(name) / "capture.pcapng"
        for traffic, is_tls, keys in (
            ("HTTP", False, False),
            ("TLS with keys", True, True),
            ("TLS without keys", True, False),
        ):
            for size in SIZES:
                _write(file, size, is_tls=is_tls, keys=keys)
                made.add_row(traffic, *_timed(file))
    return made


def _write(file: Path, size: int, *, is_tls: bool, keys: bool) -> None:
    """Connections of ten JSON posts each until the capture is large enough."""
    told: list[packets.Packet] = []
    chance, secrets, whole = random.Random(1), b"", 0
    while whole < size:
        said = [one for _ in range(10) for one in _post(chance)]
        number = len(told)
        ends = Ends(sport=1024 + number % 60_000, dport=443 if is_tls else 80)
        if is_tls:
            talk = over_tls(said, "a.example")
            said, secrets = talk.wire, secrets + talk.keys
        told += list(packets.tcp(said, ends, packets.START + number * 1000))
        whole += sum(len(data) for _, data in said)
    file.write_bytes(packets.pcapng(told, secrets=secrets if keys else b""))


def _post(chance: random.Random) -> list[Said]:
    events = ", ".join(f'{{"t": {chance.getrandbits(40)}, "app": "com.example.a{i}"}}' for i in range(50))
    body = f'{{"id": "{chance.getrandbits(64):x}", "events": [{events}]}}'.encode()
    head = b"POST /log HTTP/1.1\r\nHost: a.example\r\nContent-Length: %d\r\n\r\n" % len(body)
    return [(True, head + body), (False, OK)]


def _timed(file: Path) -> tuple[str, ...]:
    started = time.perf_counter()
    call = [sys.executable, "-c", SCRIPT, "audit", str(file), "--jobs", "1"]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    seconds, size = time.perf_counter() - started, file.stat().st_size
    own, child = (int(part) / 1024 for part in done.stderr.split()[-2:])
    speed = size / seconds / 1e6
    return (
        f"{size / 1e6:.0f} MB",
        f"{seconds:.1f}",
        f"{speed:.1f}",
        f"{1000 / speed:.0f}",
        f"{own:.0f}",
        f"{child:.0f}",
    )


if __name__ == "__main__":
    Console(width=110).print(table())
