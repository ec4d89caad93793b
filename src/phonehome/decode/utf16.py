"""UTF-16 (RFC 2781), by its byte order mark or by the zero bytes of its ASCII characters."""

from __future__ import annotations

from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts, is_text
from phonehome.model import Value

NAME = "utf-16"
STARTS = b"\x00\t\n\r\xfe\xff" + bytes(range(0x20, 0x7F))
LEAST = 4
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LEAST_UNMARKED = 8


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part with the text in UTF-8; a quarter of it must be ASCII, and without a mark also its beginning."""
    coding, mark = _coding(data)
    if not coding or len(data) % 2:
        return None
    try:
        text = data[mark:].decode(coding)
    except UnicodeDecodeError:
        return None
    told = text.encode()
    return [("", told)] if is_text(told) and 4 * sum(map(str.isascii, text)) > len(text) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same byte order, with its mark where there was one."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    coding, mark = _coding(data)
    return data[:mark] + bytes_of(parts[""]).decode("utf-8", "replace").encode(coding)


def _coding(data: bytes) -> tuple[str, int]:
    """Python's name of the byte order, and the length of the mark."""
    marked = _MARKS.get(data[:2])
    if marked:
        return marked, 2
    if len(data) < _LEAST_UNMARKED:
        return "", 0
    if data[1] == data[3] == 0 < data[0]:
        return "utf-16-le", 0
    return ("utf-16-be", 0) if data[0] == data[2] == 0 < data[1] else ("", 0)
