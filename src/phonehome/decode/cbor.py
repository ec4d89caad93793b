"""CBOR (RFC 8949): one map or array, tagged or not, that uses up the data and holds text."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping

from phonehome.decode import items
from phonehome.decode.closing import close
from phonehome.decode.codec import Medium, Parts
from phonehome.decode.items import UNTIL_END, Broken, Item
from phonehome.model import Value

NAME = "cbor"
STARTS = bytes([*range(0x81, 0x9C), 0x9F, *range(0xA1, 0xBC), 0xBF, *range(0xC0, 0xDC)])
LEAST = 4
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG = range(7)
_INDEFINITE = 31
_SIMPLE: dict[int, Value | None] = {20: "false", 21: "true", 22: None, 23: None}
_REAL = {25: struct.Struct(">e"), 26: struct.Struct(">f"), 27: struct.Struct(">d")}


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each leaf under its JSONPath-like path; tags are passed through."""
    return items.parts(items.leaves(data, _read))


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same bytes but for the changed values."""
    return close(opens, data, changes, _write)


def leaves_out(data: bytes, paths: Collection[str]) -> bytes | None:
    """Without the members and elements at those paths; a shortest head stays a shortest one."""
    return items.without(data, _read, _resized, paths)


def _resized(old: bytes, size: int) -> bytes:
    major, before = old[0] >> 5, int.from_bytes(old[1:]) if old[1:] else old[0] & 31
    if old == _head(major, before):
        return _head(major, size)
    return old[:1] + size.to_bytes(len(old) - 1)


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    return items.rewritten(data, items.leaves(data, _read) or [], parts, _encode)


def _read(data: bytes, at: int) -> Item:
    major, low = data[at] >> 5, data[at] & 31
    if major == 7:
        return _simple(data, at, low)
    if low == _INDEFINITE:
        return _indefinite(data, at, major)
    argument, end = _argument(data, at, low)
    match major:
        case 0 | 1:
            return Item("leaf", end, value=argument if major == _UNSIGNED else -1 - argument)
        case 2 | 3:
            return _string(data, end, argument, major)
        case 4 | 5:
            return Item("array" if major == _ARRAY else "map", end, argument)
        case _:
            return Item("wrapper", end)


def _argument(data: bytes, at: int, low: int) -> tuple[int, int]:
    """RFC 8949, section 3: the number in or after the first byte."""
    if low < 24:
        return low, at + 1
    width = 1 << low - 24
    if width > 8 or at + 1 + width > len(data):
        raise Broken
    return int.from_bytes(data[at + 1 : at + 1 + width]), at + 1 + width


def _simple(data: bytes, at: int, low: int) -> Item:
    if low in _SIMPLE:
        return Item("leaf", at + 1, value=_SIMPLE[low])
    if low == _INDEFINITE:
        return Item("end", at + 1)
    form = _REAL.get(low)
    if form is None or at + 1 + form.size > len(data):
        raise Broken
    value: float = form.unpack_from(data, at + 1)[0]
    return Item("leaf", at + 1 + form.size, value=value)


def _string(data: bytes, at: int, size: int, major: int) -> Item:
    if at + size > len(data):
        raise Broken
    return Item("leaf", at + size, value=_decoded(data[at : at + size], major))


def _decoded(content: bytes, major: int) -> str | bytes:
    if major == _BYTES:
        return content
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Broken from None


def _indefinite(data: bytes, at: int, major: int) -> Item:
    """Section 3.2: containers until a break, and strings of definite chunks until a break."""
    if major in (_ARRAY, _MAP):
        return Item("array" if major == _ARRAY else "map", at + 1, UNTIL_END)
    if major not in (_BYTES, _TEXT):
        raise Broken
    chunks, at = list[bytes](), at + 1
    while data[at] != 0xFF:
        if data[at] >> 5 != major:
            raise Broken
        size, start = _argument(data, at, data[at] & 31)
        chunks.append(data[start : start + size])
        at = start + size
    return Item("leaf", at + 1, value=_decoded(b"".join(chunks), major))


def _encode(value: Value) -> bytes | None:
    match value:
        case "true" | "false":
            return b"\xf5" if value == "true" else b"\xf4"
        case str():
            content = value.encode("utf-8", "surrogatepass")
            return _head(_TEXT, len(content)) + content
        case bytes():
            return _head(_BYTES, len(value)) + value
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case _ if -(1 << 64) <= value < 1 << 64:
            return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
        case _:
            return None


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    low, width = next((24 + i, 1 << i) for i in range(4) if argument < 1 << (8 << i))
    return bytes([major << 5 | low]) + argument.to_bytes(width)
