"""HTTP/1.1 on a connection (RFC 9112): requests one after the other, also pipelined, each with its response."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from phonehome.model import Headers, Response
from phonehome.read import http1
from phonehome.read.pcap.framing import Framing, of_request, of_response
from phonehome.read.pcap.speech import Draft, Peer
from phonehome.read.pcap.websocket import WebSocket

BEGINS = re.compile(rb"[A-Z][A-Z-]{2,15} [^ \r\n]+ HTTP/1\.[01]\r?\n")
_END = re.compile(rb"\n\r?\n")
_MOST_HEAD = 1 << 20


class Http1:
    """The requests and responses of one connection; after 101 or CONNECT, what follows is of another protocol."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._buffer = {True: bytearray(), False: bytearray()}
        self._body: dict[bool, Framing | None] = {True: None, False: None}
        self._draft: Draft | None = None
        self._waiting: deque[Draft] = deque()
        self._answer: Response | None = None
        self._socket: WebSocket | None = None
        self._turned = False

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterator[Draft]:
        """One end says more."""
        if self._socket and phone:
            yield from self._socket.said(phone, data, time)
        elif self._turned:
            if phone and self._waiting:
                self._waiting[0].unread += len(data)
        else:
            self._buffer[phone] += data
            yield from self._requests(time) if phone else self._responses()

    def lost(self, phone: bool, size: int) -> Iterator[Draft]:
        """A gap inside a body of known length is passed over; otherwise the next message is looked for."""
        body = self._body[phone]
        if phone and self._draft:
            self._draft.mangled = True
        if body is None or not body.skip(size):
            self._body[phone] = None
            self._buffer[phone].clear()
            if phone and self._draft:
                self._waiting.append(self._draft)
                self._draft = None
        elif phone:
            self._finish_request()
        else:
            yield from self._finish_response()

    def end(self) -> Iterator[Draft]:
        """Requests without an answer, or in their midst, left the phone too."""
        if self._socket:
            yield from self._socket.end()
            return
        if self._answer and self._waiting:
            yield self._answered()
        yield from self._left()
        if self._buffer[True] and not self._turned:
            yield from self._requests(None)
            yield from self._left()
        if self._buffer[True]:
            yield Draft("TCP", self._peer.url("tcp"), None, messages=(bytes(self._buffer[True]),))

    def _left(self) -> Iterator[Draft]:
        if self._draft:
            self._waiting.append(self._draft)
            self._draft = None
        yield from self._waiting
        self._waiting.clear()

    def _requests(self, time: int | None) -> Iterator[Draft]:
        buffer = self._buffer[True]
        while buffer and not self._holds():
            if self._draft is None and not self._head(buffer, time):
                break
            body = self._body[True]
            if self._draft is None or body is None:
                continue
            self._draft.add(body.take(buffer))
            if body.is_broken:
                self._draft.add(bytes(buffer))
                buffer.clear()
            if not body.done:
                break
            self._finish_request()
        yield from ()

    def _head(self, buffer: bytearray, time: int | None) -> bool:
        while bytes(buffer[:1]) in {b"\r", b"\n"}:
            del buffer[:1]
        end = _END.search(buffer)
        if end is None:
            if len(buffer) > _MOST_HEAD:
                buffer.clear()
            return False
        found = BEGINS.search(buffer, 0, end.end())
        read = http1.request(bytes(buffer[found.start() if found else 0 : end.end()]))
        if read is None:
            del buffer[: end.end()]
            return bool(buffer) and self._head(buffer, time)
        del buffer[: end.end()]
        url = http1.url(read, "https" if self._peer.is_tls else "http")
        if url.startswith("/"):
            url = self._peer.url("https" if self._peer.is_tls else "http") + url
        self._draft = Draft(read.method, url, time, read.headers, bytearray(), sent=read.method != "CONNECT")
        self._body[True] = of_request(read.headers)
        self._finish_request()
        return True

    def _finish_request(self) -> None:
        body = self._body[True]
        if self._draft and body and body.done:
            self._draft.complete = True
            self._waiting.append(self._draft)
            self._draft, self._body[True] = None, None

    def _holds(self) -> bool:
        """Whether what the phone says next depends on an answer that has not come."""
        last = self._waiting[-1] if self._waiting else None
        return last is not None and (last.method == "CONNECT" or bool(_value(last.headers, "upgrade")))

    def _responses(self) -> Iterator[Draft]:
        buffer = self._buffer[False]
        while buffer:
            if self._body[False] is None and not self._status(buffer):
                return
            yield from self._finish_response()
            body = self._body[False]
            if body is None or self._answer is None:
                continue
            taken = len(body.take(buffer))
            self._answer = Response(self._answer.status, self._answer.headers, self._answer.size + taken)
            if body.is_broken:
                buffer.clear()
            if not body.done:
                return
            yield from self._finish_response()

    def _status(self, buffer: bytearray) -> bool:
        begin = buffer.find(b"HTTP/1.")
        if begin < 0:
            del buffer[:-7]
        end = _END.search(buffer, begin) if begin >= 0 else None
        if end is None:
            if len(buffer) > _MOST_HEAD:
                buffer.clear()
            return False
        read = http1.response(bytes(buffer[begin : end.end()]))
        del buffer[: end.end()]
        if read is None or (read.status < 200 and read.status != 101):
            return bool(buffer) and self._status(buffer)
        self._answer = read
        method = self._waiting[0].method if self._waiting else "GET"
        self._body[False] = of_response(read.status, read.headers, method)
        return True

    def _finish_response(self) -> Iterator[Draft]:
        body = self._body[False]
        if self._answer is None or body is None or not body.done:
            return
        self._body[False] = None
        if self._turns():
            self._turned = True
            yield from self._turn()
        elif self._waiting:
            yield self._answered()
        self._answer = None
        yield from self._requests(self._waiting[-1].time if self._waiting else None)

    def _turns(self) -> bool:
        if not self._waiting or self._answer is None:
            return False
        return self._answer.status == 101 or (self._waiting[0].method == "CONNECT" and self._answer.status < 300)

    def _turn(self) -> Iterator[Draft]:
        draft, rest = self._waiting[0], bytes(self._buffer[True])
        self._buffer[True].clear()
        draft.response = self._answer
        if self._answer and "websocket" in _value(self._answer.headers, "upgrade").lower():
            draft.url = draft.url.replace("http", "ws", 1)
            self._socket = WebSocket(draft, _value(self._answer.headers, "sec-websocket-extensions"))
            self._waiting.clear()
            yield from self._socket.said(True, rest, draft.time)
        else:
            draft.sent = True
            draft.unread += len(rest)

    def _answered(self) -> Draft:
        draft = self._waiting.popleft()
        draft.response, self._answer = self._answer, None
        return draft


def _value(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
