"""A connection of a protocol that is not known here: what the phone said, from answer to answer."""

from __future__ import annotations

from collections.abc import Iterator

from phonehome.model import Response
from phonehome.read.pcap.speech import Draft, Peer

MOST = 4 << 20
MESSAGES = 1000


class Raw:
    """Messages of a stream, or, with ``apart``, of datagrams; so many that they must not all be held make several."""

    def __init__(self, peer: Peer, scheme: str, *, apart: bool = False) -> None:
        self._url, self._method = peer.url(scheme), scheme.upper()
        self._apart = apart
        self._messages: list[bytearray] = []
        self._size = self._down = 0
        self._time: int | None = None
        self._open = self._told = False

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterator[Draft]:
        """Joins what the phone says until the server answers."""
        if self._time is None:
            self._time = time
        if not phone:
            self._open = False
            self._down += len(data)
            return
        if self._apart or not self._open:
            self._messages.append(bytearray())
        self._messages[-1] += data
        self._open = True
        self._size += len(data)
        if self._size >= MOST or len(self._messages) >= MESSAGES:
            yield self._draft()

    def lost(self, phone: bool, size: int) -> Iterator[Draft]:
        """A gap ends a message."""
        self._open = self._open and not phone and bool(size)
        yield from ()

    def end(self) -> Iterator[Draft]:
        """What is left; a connection on which the phone said nothing is an attempt."""
        if self._messages or not self._told:
            yield self._draft()

    def _draft(self) -> Draft:
        messages = tuple(map(bytes, self._messages))
        answer = Response(0, (), self._down) if self._down else None
        made = Draft(self._method, self._url, self._time, sent=bool(messages), response=answer, messages=messages)
        self._messages, self._size, self._down, self._time, self._open, self._told = [], 0, 0, None, False, True
        return made
