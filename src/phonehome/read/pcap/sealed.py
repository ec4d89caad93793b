"""TLS (RFC 8446, 5.1) that no key opens: its records are counted, nothing of them is kept."""

from __future__ import annotations

from collections.abc import Iterator

from phonehome.model import Response
from phonehome.read.pcap.speech import Draft, Peer

_DATA = 23
_TYPES = range(20, 25)
_LONGEST = (1 << 14) + 2048
_ALERT = 19  # an encrypted alert of TLS 1.3: two bytes, one for the type, 16 for the seal


class Sealed:
    """Walks over the records of both ends; ``data`` bytes in ``records`` of the phone's hold what it sent."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.data = self.records = 0
        self._size = {True: 0, False: 0}
        self._left = {True: 0, False: 0}
        self._head = {True: b"", False: b""}
        self._time: int | None = None
        self._sealed_first: bool | None = None
        self._shook = self._blind = False

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterator[Draft]:
        """Counts."""
        if self._time is None:
            self._time = time
        self._size[phone] += len(data)
        at = 0
        while at < len(data):
            at = self._step(phone, data, at)
        yield from ()

    def lost(self, phone: bool, size: int) -> Iterator[Draft]:
        """Counts too; where records begin is then known only if the gap lies inside of one."""
        self._size[phone] += size
        if size > self._left[phone]:
            self._blind = True
            self._left[phone] = 1 << 62
        self._left[phone] -= size
        yield from ()

    def end(self) -> Iterator[Draft]:
        """The connection as one exchange without a body, an attempt if no data followed the handshake."""
        sent = self.records > 0 or (self._blind and self._size[True] > 0)
        down = Response(0, (), self._size[False]) if self._size[False] else None
        yield Draft(
            "TLS", self.peer.url("tls"), self._time, sent=sent, response=down, unread=self._size[True] if sent else 0
        )

    def _step(self, phone: bool, data: bytes, at: int) -> int:
        if self._left[phone]:
            taken = min(self._left[phone], len(data) - at)
            self._left[phone] -= taken
            return at + taken
        need = 5 - len(self._head[phone])
        self._head[phone] += data[at : at + need]
        if len(self._head[phone]) == 5:
            head, self._head[phone] = self._head[phone], b""
            length = int.from_bytes(head[3:])
            if head[0] not in _TYPES or length > _LONGEST:  # no TLS: whatever it says, it was sent and is not read
                self._blind, length = True, 1 << 62
            self._left[phone] = length
            self._record(phone, head[0], length)
        return at + need

    def _record(self, phone: bool, kind: int, length: int) -> None:
        if kind != _DATA or self._blind:
            return
        if self._sealed_first is None:
            self._sealed_first = not phone  # TLS 1.3: the server's handshake comes sealed, then the phone's
        if not phone:
            return
        if self._sealed_first and not self._shook:
            self._shook = True
        elif length > _ALERT:
            self.records += 1
            self.data += length
