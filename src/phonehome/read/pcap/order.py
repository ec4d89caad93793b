"""One direction of a TCP connection (RFC 9293, 3.4): its bytes in their order, once each."""

from __future__ import annotations

from collections.abc import Iterator

MOST_WAITING = 1 << 20
_FAR = 1 << 30  # no window is larger (RFC 7323)
_HALF, _WHOLE = 1 << 31, 1 << 32


class Order:
    """Puts segments in order; yields bytes, and the length of a gap where bytes never came."""

    def __init__(self) -> None:
        self._next = -1
        self._waiting: dict[int, bytes] = {}
        self._held = 0
        self.high = 0
        self._first = 0

    @property
    def size(self) -> int:
        """Bytes that went this way, recorded or not."""
        return self.high - self._first

    def begin(self, seq: int) -> None:
        """Names the number of the first byte."""
        if self._next < 0:
            self._next = self._first = self.high = seq + _WHOLE

    def add(self, seq: int, payload: bytes, length: int) -> Iterator[bytes | int]:
        """Takes a segment of ``length`` bytes, of which ``payload`` was recorded."""
        self.begin(seq)
        place = self._next + ((seq - self._next + _HALF) % _WHOLE) - _HALF
        if place > self._next + _FAR:
            return
        self.high = max(self.high, place + length)
        end = place + len(payload)
        if end <= self._next or not payload:
            return
        if place <= self._next:
            yield payload[self._next - place :]
            self._next = end
        else:
            self._wait(place, payload)
        yield from self._ready()
        if self._held > MOST_WAITING:
            yield from self.rest()

    def rest(self) -> Iterator[bytes | int]:
        """What still waits, with the gaps before it."""
        while self._waiting:
            place = min(self._waiting)
            if place > self._next:
                yield place - self._next
                self._next = place
            yield from self._ready()
        if self.high > self._next >= 0:
            yield self.high - self._next
            self._next = self.high

    def _wait(self, place: int, payload: bytes) -> None:
        before = self._waiting.get(place, b"")
        if len(payload) > len(before):
            self._held += len(payload) - len(before)
            self._waiting[place] = payload

    def _ready(self) -> Iterator[bytes]:
        for place in sorted(self._waiting):
            if place > self._next:
                return
            payload = self._waiting.pop(place)
            self._held -= len(payload)
            if place + len(payload) > self._next:
                yield payload[self._next - place :]
                self._next = place + len(payload)
