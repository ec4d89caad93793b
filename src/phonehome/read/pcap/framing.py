"""Where the body of an HTTP/1.1 message ends (RFC 9112, 6 and 7.1), found while it comes."""

from __future__ import annotations

import re

from phonehome.model import Headers

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[^\r\n]{0,1024}\r?\n")
_ENDLESS = 1 << 62
_LINE = 8192


class Framing:
    """Takes a body out of a buffer; ``done`` when it is whole."""

    def __init__(self, length: int = 0, *, chunked: bool = False) -> None:
        self._left = 0 if chunked else length
        self._chunked = chunked
        self._trailer = False
        self.done = not chunked and not length
        self.is_broken = False

    def take(self, buffer: bytearray) -> bytes:
        """The body's next bytes; they are gone from the buffer."""
        parts: list[bytes] = []
        while not self.done and buffer:
            if self._left:
                part = bytes(buffer[: self._left])
                del buffer[: len(part)]
                self._left -= len(part)
                parts.append(part)
                self.done = not self._chunked and not self._left
            elif not self._size(buffer):
                break
        return b"".join(parts)

    def skip(self, size: int) -> bool:
        """Bytes of it are missing; whether it is known where it goes on."""
        if size > self._left:
            return False
        self._left -= size
        self.done = not self._chunked and not self._left
        return True

    def _size(self, buffer: bytearray) -> bool:
        """Reads a chunk's size, or a trailer's line; false where more must come first."""
        end = buffer.find(b"\n")
        if end < 0 and len(buffer) < _LINE:
            return False
        line = bytes(buffer[: end + 1])
        if self._trailer:
            del buffer[: end + 1]
            self.done = end < 0 or not line.strip()
            return True
        if not line.strip() and line:
            del buffer[: end + 1]
            return True
        found = _SIZE.fullmatch(line)
        if found is None:
            self.done = self.is_broken = True
            return False
        del buffer[: end + 1]
        self._left = int(found[1], 16)
        self._trailer = not self._left
        return True


def of_request(headers: Headers) -> Framing:
    """A request's body."""
    if "chunked" in _value(headers, "transfer-encoding").lower():
        return Framing(chunked=True)
    return Framing(_length(headers) or 0)


def of_response(status: int, headers: Headers, method: str) -> Framing:
    """A response's body, which may last as long as the connection."""
    if method == "HEAD" or status in {204, 304} or status < 200 or (method == "CONNECT" and status < 300):
        return Framing()
    if "chunked" in _value(headers, "transfer-encoding").lower():
        return Framing(chunked=True)
    length = _length(headers)
    return Framing(_ENDLESS if length is None else length)


def _length(headers: Headers) -> int | None:
    value = _value(headers, "content-length").partition(",")[0].strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _value(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
