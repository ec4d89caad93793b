"""A phone whose every run is a process of its own: does step after step, says what came of each, dies where it is told.

Steps: ``give:de``, ``withdraw``, ``given``, ``record``, ``due`` (the clock goes to when a report is due), ``send``,
``days:3``, ``clock:-3650`` (days), ``full`` (no room on the disk), ``waiting``, ``back``, ``log``; ``record@7``: killed
before its seventh call of the database, the disk or the network.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType

from phonehome.telemetry import Client
from phonehome.telemetry.client.doors import Doors

PURPOSE, METRIC = "improve-battery", "battery_health"
DAY, STEP = 86_400.0, 3400.0
_CALLS = {"execute", "executemany", "executescript", "fsync", "replace", "unlink", "connect", "sendall", "recv_into"}


class Hand:
    """Who holds the phone in a process of its own: ``now`` is a file, so that the next process goes on from there."""

    def __init__(self, folder: Path, server: str) -> None:
        self._now = folder / "now"
        self._client = Client(folder / "metrics.toml", folder / "store", server, Doors(clock=self._clock))

    def do(self, step: str) -> object:
        """One step, and what came of it."""
        name, _, more = step.partition("@")[0].partition(":")
        steps: dict[str, Callable[[], object]] = {
            "give": lambda: self._client.consent.give(PURPOSE, more or "en"),
            "withdraw": lambda: self._client.consent.withdraw(PURPOSE),
            "given": lambda: self._client.consent.given(PURPOSE),
            "record": lambda: self._client.record(METRIC, 93),
            "send": self._client.send,
            "days": lambda: self._days(float(more)),
            "due": self._due,
            "clock": lambda: self._forward(float(more) * DAY),
            "full": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
            "waiting": self._client.waiting,
            "back": lambda: self._client.take_back(PURPOSE).deleted,
            "log": lambda: [entry.answer for entry in self._client.log()],
        }
        return steps[name]()

    def _days(self, days: float) -> int:
        sent, end = 0, self._clock() + days * DAY
        while self._clock() < end:
            self._forward(STEP)
            sent += self._client.send()
        return sent

    def _due(self) -> None:
        with closing(sqlite3.connect(self._now.parent / "store" / "telemetry.sqlite")) as store:
            ((due,),) = store.execute("SELECT min(due) FROM waiting")
        self._now.write_text(str(due), encoding="ascii")

    def _clock(self) -> float:
        return float(self._now.read_text(encoding="ascii"))

    def _forward(self, seconds: float) -> None:
        self._now.write_text(str(self._clock() + seconds), encoding="ascii")


def _dies_at(call: int) -> Callable[[FrameType, str, object], None]:
    left = iter(range(call - 1, -1, -1))

    def count(_: FrameType, event: str, what: object) -> None:
        if event == "c_call" and getattr(what, "__name__", "") in _CALLS and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def _run(folder: str, server: str, steps: list[str]) -> None:
    try:
        hand = Hand(Path(folder), server)
        for step in steps:
            _, _, call = step.partition("@")
            sys.setprofile(_dies_at(int(call)) if call else None)
            came = hand.do(step)
            sys.setprofile(None)
            _say(json.dumps(came))
    except (ValueError, OSError) as error:
        _say(json.dumps(str(error)))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """A run for each line of standard input, forked so that none waits for the loading of Python."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(*json.loads(line))
            os._exit(0)
        _say(f"over {os.waitpid(child, 0)[1]}")


class Phone:
    """The test's side: ``run`` gives what came of each step; fewer than steps where the process was killed."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server
        code = "from telemetry.wire.phone import main; main()"
        paths = {**os.environ, "PYTHONPATH": ":".join(sys.path), "RES_OPTIONS": "timeout:1 attempts:1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=paths
        )

    def begin(self, *steps: str) -> None:
        """Starts a run."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(self.folder), self.server, steps]) + "\n")
        self._process.stdin.flush()

    def end(self) -> list[object]:
        """What came of the run that was started."""
        assert self._process.stdout is not None
        came: list[object] = []
        while not (line := self._process.stdout.readline()).startswith("over "):
            assert line, "the phone is gone"
            came.append(json.loads(line))
        return came

    def run(self, *steps: str) -> list[object]:
        """A run from begin to end."""
        self.begin(*steps)
        return self.end()

    def close(self) -> None:
        """No more runs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
