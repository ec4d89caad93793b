"""HTTP/2 on a connection (RFC 9113) with HPACK (RFC 7541): streams interleaved, each an exchange."""

from __future__ import annotations

from collections.abc import Iterator

from hpack import Decoder, HPACKError

from phonehome.model import Headers, Response
from phonehome.read.pcap.speech import Draft, Peer
from phonehome.read.pcap.websocket import WebSocket

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RESET, _SETTINGS, _PROMISE, _CONTINUATION = 0, 1, 3, 4, 5, 9
_END_STREAM, _END_HEADERS, _PADDED, _PRIORITY = 1, 4, 8, 32
_MOST_HEADERS = 1 << 20


class Http2:
    """Frames of both ends to exchanges; where header compression loses its thread, the rest is counted only."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._buffer = {True: bytearray(), False: bytearray()}
        self._decoder = {True: Decoder(_MOST_HEADERS), False: Decoder(_MOST_HEADERS)}
        self._block: dict[bool, tuple[int, int, bytearray] | None] = {True: None, False: None}
        self._drafts: dict[int, Draft] = {}
        self._sockets: dict[int, WebSocket] = {}
        self._blind = {True: False, False: False}
        self._begun = False
        self._unread = 0
        self._time: int | None = None

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterator[Draft]:
        """One end says more."""
        if self._blind[phone]:
            self._unread += len(data) if phone else 0
            return
        self._time = time
        buffer = self._buffer[phone]
        buffer += data
        if phone and not self._begun:
            if len(buffer) < len(PREFACE):
                return
            del buffer[: len(PREFACE)]
            self._begun = True
        while len(buffer) >= 9 and len(buffer) >= 9 + (length := int.from_bytes(buffer[:3])):
            kind, flags, stream = buffer[3], buffer[4], int.from_bytes(buffer[5:9]) & 0x7FFFFFFF
            payload = bytes(buffer[9 : 9 + length])
            del buffer[: 9 + length]
            yield from self._frame(phone, (kind, flags, stream), payload)

    def lost(self, phone: bool, size: int) -> Iterator[Draft]:
        """After a gap neither frames nor headers can be told."""
        self._blind[phone] = True
        self._unread += size if phone else 0
        yield from ()

    def end(self) -> Iterator[Draft]:
        """Streams that are still open, and what could not be told apart."""
        for stream in list(self._drafts):
            yield from self._close(stream)
        self._unread += len(self._buffer[True])
        if self._unread:
            yield Draft("HTTP2", self._peer.url("https"), self._time, unread=self._unread)

    def _frame(self, phone: bool, head: tuple[int, int, int], payload: bytes) -> Iterator[Draft]:
        kind, flags, stream = head
        if kind == _DATA:
            yield from self._data(phone, stream, _unpadded(payload, flags))
        elif kind in {_HEADERS, _PROMISE}:
            body = _unpadded(payload, flags)
            skip = 5 if kind == _HEADERS and flags & _PRIORITY else 4 if kind == _PROMISE else 0
            self._block[phone] = (stream if kind == _HEADERS else 0, flags, bytearray(body[skip:]))
        elif kind == _CONTINUATION and (block := self._block[phone]):
            block[2].extend(payload)
        elif kind == _SETTINGS and not flags & 1:
            self._settings(phone, payload)
        elif kind == _RESET:
            yield from self._close(stream)
        if kind in {_HEADERS, _PROMISE, _CONTINUATION} and flags & _END_HEADERS and (block := self._block[phone]):
            self._block[phone] = None
            self._headers(phone, block[0], bytes(block[2]))
            flags = block[1] if block[0] else 0
        if kind in {_DATA, _HEADERS, _CONTINUATION} and flags & _END_STREAM and not phone:
            yield from self._close(stream)

    def _headers(self, phone: bool, stream: int, block: bytes) -> None:
        try:
            found = self._decoder[phone].decode(block, raw=True)
        except (HPACKError, IndexError, ValueError):
            self._blind[phone] = True
            self._unread += len(block) if phone else 0
            return
        headers = tuple((_text(one[0]), _text(one[1])) for one in found)
        if phone:
            self._request(stream, headers)
        elif draft := self._drafts.get(stream):
            status = dict(headers).get(":status", "")
            if status.isdigit() and int(status) >= 200:
                draft.response = Response(int(status), _plain(headers))

    def _request(self, stream: int, headers: Headers) -> None:
        if draft := self._drafts.get(stream):
            draft.headers += _plain(headers)  # trailers
            return
        own = dict(headers)
        host = own.get(":authority") or own.get("host") or self._peer.url("https").partition("://")[2]
        scheme = own.get(":scheme") or ("https" if self._peer.is_tls else "http")
        path = own.get(":path", "")
        draft = Draft(own.get(":method", ""), f"{scheme}://{host}{path}", self._time, _plain(headers), bytearray())
        self._drafts[stream] = draft
        if own.get(":protocol") == "websocket":
            draft.url = draft.url.replace("http", "ws", 1)
            self._sockets[stream] = WebSocket(draft, own.get("sec-websocket-extensions", ""))

    def _data(self, phone: bool, stream: int, data: bytes) -> Iterator[Draft]:
        draft = self._drafts.get(stream)
        if draft is None:
            self._unread += len(data) if phone else 0
        elif phone and stream in self._sockets:
            yield from self._sockets[stream].said(phone, data, self._time)
        elif phone:
            draft.add(data)
        elif draft.response:
            draft.response = Response(draft.response.status, draft.response.headers, draft.response.size + len(data))

    def _close(self, stream: int) -> Iterator[Draft]:
        draft, socket = self._drafts.pop(stream, None), self._sockets.pop(stream, None)
        if socket:
            yield from socket.end()
        elif draft:
            yield draft

    def _settings(self, phone: bool, payload: bytes) -> None:
        for at in range(0, len(payload) - 5, 6):
            if int.from_bytes(payload[at : at + 2]) == 1:
                size = int.from_bytes(payload[at + 2 : at + 6])
                self._decoder[not phone].max_allowed_table_size = max(4096, min(size, 1 << 20))


def _plain(headers: Headers) -> Headers:
    return tuple(one for one in headers if not one[0].startswith(":"))


def _unpadded(payload: bytes, flags: int) -> bytes:
    if not flags & _PADDED or not payload:
        return payload
    return payload[1 : len(payload) - payload[0]]


def _text(raw: bytes | str) -> str:
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
