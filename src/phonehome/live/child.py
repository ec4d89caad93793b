"""The proxy's process, seen from the command: started, heard, asked to end."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from types import TracebackType
from typing import Self

import msgspec

from phonehome.live.spoken import Settings, Spoken, heard

MISSING = 'live capture needs more packages: pip install "phonehome[capture]"'
# Seconds in which it must have written what waits.
PATIENCE = 30.0


class Child:
    """A proxy that runs until ``stop``, or until this process ends, however it ends. ValueError without mitmproxy."""

    def __init__(self, settings: Settings, patience: float = PATIENCE) -> None:
        if find_spec("mitmproxy") is None:
            raise ValueError(MISSING)
        self._said: SimpleQueue[Spoken] = SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "phonehome.proxy"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if self._process.stdin:
            self._process.stdin.write(msgspec.json.encode(settings) + b"\n")
            self._process.stdin.flush()
        self._end = Timer(patience, self._process.kill)
        self._end.daemon = True
        self._ear = Thread(target=self._listen, daemon=True)
        self._ear.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._process.wait()
        self._end.cancel()
        self._ear.join()
        if self._process.stdout:
            self._process.stdout.close()

    @property
    def runs(self) -> bool:
        """Whether the process is there and may say more."""
        return self._ear.is_alive()

    def heard(self, seconds: float) -> Spoken | None:
        """The next thing it says, waiting so long for it."""
        try:
            return self._said.get(timeout=seconds) if seconds else self._said.get_nowait()
        except Empty:
            return None

    def stop(self) -> None:
        """Asks it to end: it writes what waits first. One that does not end in time is killed."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
            self._end.start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._said.put(heard(line))
