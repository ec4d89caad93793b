"""What recording and rewriting cost the traffic: mitmproxy, phonehome capture and shield under one load, in turns.

The load is plain sockets in a process of its own, so that the proxy is what is measured. Prints a table.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from processes import children

BARE = """
import asyncio, sys
from mitmproxy.options import Options
from mitmproxy.tools.dump import DumpMaster

async def main():
    options = Options(listen_host="127.0.0.1", listen_port=int(sys.argv[1]), confdir=sys.argv[2])
    await DumpMaster(options, with_termlog=False, with_dumper=False).run()

asyncio.run(main())
"""
ROUNDS, REQUESTS, CLIENTS = 5, 2000, 8
GIGABYTE = 1 << 30
BODY = msgspec.json.encode(
    {
        "device": {"imei": "490154203237518", "model": "ONE A2003", "mac": "c0:ee:fb:12:34:56", "battery": 81},
        "events": [
            {"name": "screen_on", "ts": 1_500_000_000_000 + 1000 * i, "app": f"com.example.app{i}"} for i in range(12)
        ],
    }
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that reads a request of known length and says ok."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            left = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            while left:
                left -= len(await reader.read(min(left, 1 << 20)))
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def client(proxy: int, head: bytes, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy)
    for _ in range(count):
        writer.write(head + BODY)
        await reader.readuntil(b"\r\n\r\nok")
    writer.close()


async def load(proxy: int, requests: int) -> float:
    """Seconds for so many requests over CLIENTS connections through the proxy."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    head = f"POST http://127.0.0.1:{port}/v1/push?n=1 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: bench\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    start = time.perf_counter()
    await asyncio.gather(*(client(proxy, head.encode(), requests // CLIENTS) for _ in range(CLIENTS)))
    seconds = time.perf_counter() - start
    server.close()
    return seconds


async def upload(proxy: int) -> float:
    """Seconds for one body of 1 GiB."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy)
    writer.write(f"POST http://127.0.0.1:{port}/up HTTP/1.1\r\nHost: a\r\nContent-Length: {GIGABYTE}\r\n\r\n".encode())
    block, start = os.urandom(1 << 20), time.perf_counter()
    for _ in range(GIGABYTE >> 20):
        writer.write(block)
        await writer.drain()
    await reader.readuntil(b"\r\n\r\nok")
    writer.close()
    server.close()
    return time.perf_counter() - start


def bare(port: int, folder: Path) -> list[str]:
    """mitmproxy's own addons and no other."""
    return [sys.executable, "-c", BARE, str(port), str(folder / "authority")]


def capture(port: int, folder: Path) -> list[str]:
    """Records and audits."""
    out = tempfile.mkdtemp(dir=folder)
    call = [sys.executable, "-m", "phonehome", "capture", "--listen", f"127.0.0.1:{port}"]
    return [*call, "--out", f"{out}/case", "--authority", str(folder / "authority")]


def shield(port: int, folder: Path) -> list[str]:
    """Looks for an owner's values, of which two stand in each request, and replaces them."""
    owner = folder / "owner.toml"
    owner.write_text('[values]\nimei = ["490154203237518"]\nmac_address = ["c0:ee:fb:12:34:56"]\n', encoding="utf-8")
    call = [sys.executable, "-m", "phonehome", "shield", "--listen", f"127.0.0.1:{port}", "--owner", str(owner)]
    return [*call, "--key", str(folder / "key"), "--authority", str(folder / "authority")]


MAKES = {bare: "", capture: "1.5", shield: "2"}


def started(make: Callable[[int, Path], list[str]], folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen(make(port, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process, port


def driven(what: str, port: int, requests: int = REQUESTS) -> float:
    """The load from another process; seconds."""
    call = [sys.executable, __file__, what, str(port), str(requests)]
    return float(subprocess.run(call, check=True, capture_output=True).stdout)


class Round(msgspec.Struct):
    """Requests a second, the proxy's own CPU time a request in ms, and seconds from Ctrl-C until the case was made."""

    rate: float
    cpu: float
    end: float


def measured(make: Callable[[int, Path], list[str]], folder: Path) -> Round:
    """One round of the load."""
    process, port = started(make, folder)
    driven("load", port, 200)
    proxy = [process.pid, *children(process.pid)][-1]
    before = cpu(proxy)
    seconds = driven("load", port)
    used, start = cpu(proxy) - before, time.perf_counter()
    process.send_signal(2)
    process.wait()
    return Round(REQUESTS / seconds, used / REQUESTS * 1000, time.perf_counter() - start)


def cpu(number: int) -> float:
    """Seconds that a process has computed."""
    fields = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peaks(number: int) -> list[int]:
    """The most memory of a process and of its children, in MiB."""
    lines = [Path(f"/proc/{one}/status").read_text(encoding="ascii") for one in (number, *children(number))]
    return [int(text.partition("VmHWM:")[2].split()[0]) >> 10 for text in lines]


def row(name: str, column: Sequence[Round]) -> str:
    """The figures of one proxy."""
    rates = [one.rate for one in column]
    told = f"{statistics.median(rates):,.0f} | {', '.join(f'{one:,.0f}' for one in rates)}"
    return f"| {name} | {told} | {statistics.median(one.cpu for one in column):.2f} ms |"


def against(alone: Sequence[Round], column: Sequence[Round], bar: str) -> str:
    """How much longer the same takes, round by round."""
    pairs = list(zip(alone, column, strict=True))
    slower = [bare.rate / one.rate for bare, one in pairs]
    dearer = statistics.median(one.cpu / bare.cpu for bare, one in pairs)
    told = f"{statistics.median(slower):.2f} | {', '.join(f'{one:.2f}' for one in slower)}"
    return f"| times as long (bar {bar}) | {told} | {dearer:.2f} |"


def table(folder: Path) -> str:
    """All figures."""
    rounds = [[measured(make, folder) for make in MAKES] for _ in range(ROUNDS)]
    lines = ["| proxy | requests/s | all rounds | its CPU time a request |", "|---|---|---|---|"]
    alone, *others = zip(*rounds, strict=True)
    lines.append(row("mitmproxy, no addon", alone))
    for (make, bar), column in zip([*MAKES.items()][1:], others, strict=True):
        lines += [row(f"phonehome {make.__name__}", column), against(alone, column, bar)]
    ends = statistics.median(one.end for one in others[0])
    lines.append(
        f"\nfrom Ctrl-C until all {REQUESTS + 200:,} were audited and the case was made: {ends:.1f} s (median)"
    )
    process, port = started(capture, folder)
    before, seconds = peaks(process.pid), driven("upload", port)
    time.sleep(3)
    after = peaks(process.pid)
    process.send_signal(2)
    process.wait()
    lines.append(f"1 GiB in one upload: {1024 / seconds:.0f} MiB/s; peak memory of command and proxy in MiB:")
    lines.append(f"{before} before, {after} after")
    return "\n".join(lines) + "\n"


def main() -> None:
    """The table, or the load of one round."""
    match sys.argv[1:]:
        case ["load", port, requests]:
            sys.stdout.write(str(asyncio.run(load(int(port), int(requests)))))
        case ["upload", port, _]:
            sys.stdout.write(str(asyncio.run(upload(int(port)))))
        case _:
            with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
                sys.stdout.write(table(Path(name)))


if __name__ == "__main__":
    main()
