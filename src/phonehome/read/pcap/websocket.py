"""WebSocket (RFC 6455) with compression (RFC 7692): the messages that the phone sends, unmasked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from msgspec import structs

from phonehome.read.pcap.speech import LARGEST, Draft

MOST = 4 << 20
MESSAGES = 1000
_ROOM = 16 << 20
_TAIL = b"\x00\x00\xff\xff"


class WebSocket:
    """Frames of the phone to messages of the exchange that opened the socket; very many make several exchanges."""

    def __init__(self, opened_by: Draft, extensions: str = "") -> None:
        self._draft = opened_by
        self._deflated = "permessage-deflate" in extensions
        self._forgets = "client_no_context_takeover" in extensions
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._buffer = bytearray()
        self._message = bytearray()
        self._compressed = False
        self._messages: list[bytes] = []
        self._size = 0
        self._told = self._blind = False

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterator[Draft]:
        """Takes the phone's frames; the server's are its own affair."""
        if not phone:
            return
        if self._blind:
            self._draft.unread += len(data)
            return
        if self._told and not self._messages:
            self._draft.time = time
        self._buffer += data
        while self._frame():
            if self._size >= MOST or len(self._messages) >= MESSAGES:
                yield self._made()

    def lost(self, phone: bool, size: int) -> Iterator[Draft]:
        """After a gap nobody knows where a frame begins."""
        self._blind = self._blind or (phone and size > 0)
        yield from ()

    def end(self) -> Iterator[Draft]:
        """The exchange with its last messages."""
        self._draft.unread += len(self._buffer)
        if self._messages or not self._told or self._draft.unread:
            yield self._made()

    def _frame(self) -> bool:
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        length, at = buffer[1] & 127, 2
        wide = {126: 2, 127: 8}.get(length, 0)
        if wide:
            length, at = int.from_bytes(buffer[2 : 2 + wide]), 2 + wide
        masked = 4 if buffer[1] & 128 else 0
        if len(buffer) < at + masked + length:
            self._blind = at + masked + length > LARGEST
            return False
        mask = bytes(buffer[at : at + masked])
        payload = bytes(buffer[at + masked : at + masked + length])
        head = buffer[0]
        del buffer[: at + masked + length]
        self._take(head, _unmasked(payload, mask))
        return True

    def _take(self, head: int, payload: bytes) -> None:
        if head & 8:  # ping, pong and close belong to the protocol
            return
        if head & 15:
            self._compressed = bool(head & 64) and self._deflated
            self._message.clear()
        self._message += payload
        if head & 128:
            message = self._opened(bytes(self._message)) if self._compressed else bytes(self._message)
            self._messages.append(message)
            self._size += len(message)
            self._message.clear()

    def _opened(self, data: bytes) -> bytes:
        if self._forgets:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._inflate.decompress(data + _TAIL, _ROOM)
        except zlib.error:
            return data

    def _made(self) -> Draft:
        self._draft.messages = tuple(self._messages)
        made = self._draft
        self._draft = structs.replace(made, method="WEBSOCKET", headers=(), body=bytearray(), messages=(), unread=0)
        self._messages, self._size, self._told = [], 0, True
        return made


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    if not mask or not payload:
        return payload
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(len(payload))
