"""kill -9 under load: what was acknowledged as recorded, and all that a client got an answer to, is in the case."""

from __future__ import annotations

import os
import signal
import ssl
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from live.served import Running, Server, capturing
from phonehome import case as cases
from phonehome.live.opened import opened

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
TIMES = 20
WHO = ("both", "the command", "the proxy")


class Load(Thread):
    """Requests without end, and the numbers of those that were answered."""

    def __init__(self, running: Running, server: Server, name: str) -> None:
        super().__init__(daemon=True)
        self.answered: list[str] = []
        self._client = httpx.Client(proxy=running.proxy, verify=_context(running), timeout=20)
        self._url = f"https://localhost:{server.port}/{name}"
        self._ended = Event()

    def run(self) -> None:
        number = 0
        with self._client:
            while not self._ended.is_set():
                try:
                    answer = self._client.post(f"{self._url}/{number}", content=b"x" * (number % 3000))
                except httpx.HTTPError:
                    return
                if answer.status_code == 200:
                    self.answered.append(f"{self._url}/{number}")
                number += 1

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _context(running: Running) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(running.authority))


def kill(running: Running, who: str) -> None:
    proxy = running.proxies()
    match who:
        case "both":
            os.killpg(running.process.pid, signal.SIGKILL)
        case "the command":
            os.kill(running.process.pid, signal.SIGKILL)
        case "the proxy":
            os.kill(proxy, signal.SIGKILL)
    running.process.wait(60)
    deadline = time.monotonic() + 30
    while Path(f"/proc/{proxy}/cmdline").exists() and _is_alive(proxy) and time.monotonic() < deadline:
        time.sleep(0.02)


def _is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes() != b""
    except OSError:
        return False


def urls(case: Path) -> Iterator[str]:
    with opened(case, lambda _: None) as whole, cases.connect(whole) as tables:
        yield from (url for (url,) in tables.execute("SELECT url FROM exchanges").fetchall())


@pytest.mark.parametrize("time_no", range(TIMES))
def test_nothing_recorded_is_lost(server: Server, authority: Path, tmp_path: Path, time_no: int) -> None:
    with capturing(tmp_path, "--trust", str(server.authority), authority=authority) as running:
        load = [Load(running, server, f"{time_no}/{name}") for name in "ab"]
        for one in load:
            one.start()
        deadline = time.monotonic() + 20
        while running.recorded() < 20 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.037 * (time_no % 7))
        acknowledged = running.recorded()
        kill(running, WHO[time_no % len(WHO)])
        for one in load:
            one.stop()
        found = list(urls(running.case))
    answered = {url for one in load for url in one.answered}
    assert acknowledged >= 20
    assert (len(found) >= acknowledged, answered - set(found), len(set(found))) == (True, set(), len(found))
