"""A wire on loopback that keeps what goes over it as packets: clients of a real server talk through it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain

import packets
from packets import Ends, Packet, Said

_PATIENCE = 20


class Talk:
    """One connection: when it began, what was said, and how many of its two ends still speak."""

    def __init__(self) -> None:
        self.start = time.time_ns() // 1000
        self.said: list[Said] = []
        self.open = 2


class Wire:
    """Forwards every connection to a server's port, and remembers who said what in which order."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._heard = socket.create_server(("127.0.0.1", 0))
        self._changed = threading.Condition()
        self.talks: list[Talk] = []
        self.port = int(self._heard.getsockname()[1])

    def packets(self) -> Iterable[Packet]:
        """All that went over it, once the clients have ended."""
        with self._changed:
            assert self._changed.wait_for(lambda: not any(talk.open for talk in self.talks), _PATIENCE)
        ends = (Ends("127.0.0.2", "127.0.0.1", 40_000 + number, self._server) for number in range(len(self.talks)))
        return chain.from_iterable(
            packets.tcp(talk.said, where, talk.start) for talk, where in zip(self.talks, ends, strict=True)
        )

    def run(self) -> None:
        """Until it is closed."""
        while True:
            try:
                client, _ = self._heard.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server))
            talk = Talk()
            with self._changed:
                self.talks.append(talk)
            for phone, source, target in ((True, client, server), (False, server, client)):
                threading.Thread(target=self._carry, args=(talk, phone, source, target), daemon=True).start()

    def close(self) -> None:
        """Takes no more connections."""
        self._heard.shutdown(socket.SHUT_RDWR)
        self._heard.close()

    def _carry(self, talk: Talk, phone: bool, source: socket.socket, target: socket.socket) -> None:  # noqa: FBT001
        with suppress(OSError):
            while data := source.recv(1 << 16):
                with self._changed:
                    talk.said.append((phone, data))
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
        with self._changed:
            talk.open -= 1
            if not talk.open:
                source.close()
                target.close()
            self._changed.notify_all()


@contextmanager
def wired(port: int) -> Iterator[Wire]:
    """A wire to the server at a port."""
    wire = Wire(port)
    thread = threading.Thread(target=wire.run, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        wire.close()
        thread.join()
