"""What stands between a phone and the collector and misses nothing: every connection, and every packet where it may.

Where the process has a network of its own (``OWN``; packets(7), PACKET_STATISTICS) each packet of any protocol to any
address is counted by the kernel; elsewhere the connections that were begun, with or without a byte in them.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from phonehome.telemetry.wire import SIZE

OWN = "PHONEHOME_TEST_OWN_NETWORK"
_NUDGE = b"nudge"
_MOMENT_S = 0.02
_SOL_PACKET, _PACKET_STATISTICS, _ALL = 263, 6, 3


class Wire:
    """Hands on what comes to the collector at ``port``, or says ``answer`` itself; ``release`` holds answers back."""

    def __init__(self, port: int = 0, answer: bytes = b"") -> None:
        self.port, self.answer = port, answer
        self.begun: list[bytes] = []
        self.came, self.release = threading.Event(), threading.Event()
        self.release.set()
        self._lines: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._sniffer = (
            socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL)) if OWN in os.environ else None
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Fails if anything crosses while it lasts; not to be asked while an answer is held back."""
        self.settle()
        before = len(self.begun)
        yield
        packets = self.packets()
        self.settle()
        assert (len(self.begun) - before, packets) == (0, 0)

    def settle(self) -> None:
        """Waits until all that was begun is counted and over: connections are taken in order, so a last one tells."""
        with socket.create_connection(self._listener.getsockname()) as last:
            last.sendall(_NUDGE)
            assert last.recv(1) == b""
        while self._lines:
            self._lines.pop().join()
        self.quiet()

    def quiet(self) -> None:
        """Waits for what is still on its way: under load the kernel hands on the last packets of a connection later."""
        seen = 1
        while seen:
            self.packets()
            time.sleep(_MOMENT_S)
            seen = self.packets()

    def packets(self) -> int:
        """Packets since it was asked last; 0 where none can be seen."""
        if self._sniffer is None:
            return 0
        return int(struct.unpack("II", self._sniffer.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, 8))[0])

    def close(self) -> None:
        """Listens no more."""
        self._listener.close()
        if self._sniffer:
            self._sniffer.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._lines.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError):  # the phone may hang up or be killed at any byte
            got = b""
            while got != _NUDGE and (more := _received(line)):
                got += more
                if len(got.partition(b"\r\n\r\n")[2]) == SIZE:
                    break
            if got == _NUDGE:
                return
            self.begun.append(got)
            self.came.set()
            self.release.wait()
            if more:
                line.sendall(self._forwarded(got) if self.port else self.answer)

    def _forwarded(self, got: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port)) as collector:
            collector.sendall(got)
            return b"".join(iter(lambda: collector.recv(65_536), b""))


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(65_536)
    except OSError:
        return b""
