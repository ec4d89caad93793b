"""MessagePack (github.com/msgpack/msgpack, spec.md): one map or array that uses up the data and holds text."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping

from phonehome.decode import items
from phonehome.decode.closing import close
from phonehome.decode.codec import Medium, Parts
from phonehome.decode.items import Broken, Item
from phonehome.model import Value

NAME = "msgpack"
STARTS = bytes([*range(0x81, 0x90), *range(0x91, 0xA0), 0xDC, 0xDD, 0xDE, 0xDF])
LEAST = 4
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

# First byte -> what follows: the size of a length in bytes, or of a fixed value, with its struct format.
_TEXT = {0xD9: 1, 0xDA: 2, 0xDB: 4}
_BINARY = {0xC4: 1, 0xC5: 2, 0xC6: 4}
_EXTENSION = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_FIXED_EXTENSION = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
_CONTAINER = {0xDC: ("array", 2), 0xDD: ("array", 4), 0xDE: ("map", 2), 0xDF: ("map", 4)}
_NUMBER = {
    byte: struct.Struct(f">{form}") for byte, form in zip((0xCA, 0xCB, *range(0xCC, 0xD4)), "fdBHIQbhiq", strict=True)
}
_SIMPLE: dict[int, Value | None] = {0xC0: None, 0xC2: "false", 0xC3: "true"}


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each leaf under its JSONPath-like path."""
    return items.parts(items.leaves(data, _read))


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same bytes but for the changed values."""
    return close(opens, data, changes, _write)


def leaves_out(data: bytes, paths: Collection[str]) -> bytes | None:
    """Without the members and elements at those paths."""
    return items.without(data, _read, _head, paths)


def _head(old: bytes, size: int) -> bytes:
    return bytes([old[0] & 0xF0 | size]) if len(old) == 1 else old[:1] + size.to_bytes(len(old) - 1)


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    return items.rewritten(data, items.leaves(data, _read) or [], parts, _encode)


def _read(data: bytes, at: int) -> Item:
    byte = data[at]
    return _short(data, at, byte) if byte < 0xC0 or byte >= 0xE0 else _named(data, at, byte)


def _short(data: bytes, at: int, byte: int) -> Item:
    """Numbers, containers and texts that stand with their size in one byte."""
    if byte < 0x80 or byte >= 0xE0:
        return Item("leaf", at + 1, value=byte - 256 if byte >= 0xE0 else byte)
    if byte < 0xA0:
        return Item("map" if byte < 0x90 else "array", at + 1, byte & 0x0F)
    return _text(data, at + 1, byte & 0x1F)


def _named(data: bytes, at: int, byte: int) -> Item:
    """What a first byte of its own names."""
    if byte in _SIMPLE:
        return Item("leaf", at + 1, value=_SIMPLE[byte])
    if byte in _NUMBER:
        return _number(data, at + 1, _NUMBER[byte])
    if byte in _CONTAINER:
        kind, width = _CONTAINER[byte]
        return Item("map" if kind == "map" else "array", at + 1 + width, _length(data, at + 1, width))
    return _long(data, at, byte)


def _long(data: bytes, at: int, byte: int) -> Item:
    """Texts, bytes and extensions that state their length."""
    if byte in _TEXT:
        width = _TEXT[byte]
        return _text(data, at + 1 + width, _length(data, at + 1, width))
    if byte in _BINARY:
        width = _BINARY[byte]
        return _bytes(data, at + 1 + width, _length(data, at + 1, width))
    if byte in _EXTENSION:
        width = _EXTENSION[byte]
        return _bytes(data, at + 2 + width, _length(data, at + 1, width))
    if byte in _FIXED_EXTENSION:
        return _bytes(data, at + 2, _FIXED_EXTENSION[byte])
    raise Broken


def _length(data: bytes, at: int, width: int) -> int:
    return int.from_bytes(data[at : at + width])


def _number(data: bytes, at: int, form: struct.Struct) -> Item:
    if at + form.size > len(data):
        raise Broken
    value: int | float = form.unpack_from(data, at)[0]
    return Item("leaf", at + form.size, value=value)


def _bytes(data: bytes, at: int, size: int) -> Item:
    if at + size > len(data):
        raise Broken
    return Item("leaf", at + size, value=data[at : at + size])


def _text(data: bytes, at: int, size: int) -> Item:
    if at + size > len(data):
        raise Broken
    try:
        return Item("leaf", at + size, value=data[at : at + size].decode())
    except UnicodeDecodeError:
        raise Broken from None


def _encode(value: Value) -> bytes | None:
    match value:
        case "true" | "false":
            return b"\xc3" if value == "true" else b"\xc2"
        case str():
            return b"\xdb" + _sized(value.encode("utf-8", "surrogatepass"))
        case bytes():
            return b"\xc6" + _sized(value)
        case float():
            return b"\xcb" + struct.pack(">d", value)
        case _:
            return _integer(value)


def _sized(content: bytes) -> bytes:
    return len(content).to_bytes(4) + content


def _integer(value: int) -> bytes | None:
    if 0 <= value < 1 << 64:
        return bytes([value]) if value < 0x80 else b"\xcf" + value.to_bytes(8)
    return b"\xd3" + value.to_bytes(8, signed=True) if -(1 << 63) <= value < 0 else None
