"""Protocol Buffers wire format (protobuf.dev/programming-guides/encoding) without a schema, flattened in one step."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import COMPRESSED, MOST_PARTS, Bounded, Medium, Parts, is_text
from phonehome.model import Value

NAME = "protobuf"
STARTS = bytes(byte for byte in range(8, 256) if byte & 7 in (0, 1, 2, 5))
LEAST = 2
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_DEEPEST = 32
_HIGHEST_FIELD = 1 << 16
_LOW_FIELD = 64
_LEAST_TEXT = 4
_LATE = 8
_FIXED = {1: 8, 5: 4}
_FIRST_TAGS = (b"\x08", b"\x0a", b"\x10", b"\x12")
_DOUBLE, _FLOAT = struct.Struct("<d"), struct.Struct("<f")


class _Broken(Exception):  # noqa: N818
    """The bytes are no message."""


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """Parts by field number: ``1.2[1].5`` is field 5 of the second field 2 of field 1."""
    if data[0] & 7 == 2 and len(data) - 2 < data[1] < 0x80:
        return None
    parts: Parts = []
    if not _is_message(data, "", parts, 0) or _is_noise(data, parts):
        return None
    # A message begins with a low field, or holds words.
    return parts if data[0] >> 3 <= _LATE or any(isinstance(value, str) for _, value in parts) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed values, with the lengths of the messages around them."""
    return close(opens, data, _with_twins(changes, dict(opens(data, 0) or [])), _write)


def varint(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _with_twins(changes: Mapping[str, Value], parts: Mapping[str, Value]) -> dict[str, Value]:
    """A fixed number is told as an integer and a real: who changes one changes both."""
    both = dict(changes)
    for path, value in changes.items():
        bare, _, name = path.partition(":")
        form = _DOUBLE if name == "double" or f"{path}:double" in parts else _FLOAT
        if name and isinstance(value, (int, float)):
            both[bare] = int.from_bytes(form.pack(value), "little")
            both[path] = form.unpack(form.pack(value))[0]
        elif isinstance(value, int) and 0 <= value < 1 << 8 * form.size:
            twin = f"{bare}:{'double' if form is _DOUBLE else 'float'}"
            both.update({twin: form.unpack(value.to_bytes(form.size, "little"))[0]} if twin in parts else {})
    return both


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    try:
        return _rewritten(data, "", parts)
    except (ValueError, OverflowError, TypeError):
        return None


def _rewritten(data: bytes, prefix: str, parts: dict[str, Value]) -> bytes:
    at, out, seen = 0, bytearray(), dict[int, int]()
    while at < len(data):
        start = at
        tag, at = _varint(data, at)
        count = seen.get(tag >> 3, 0)
        seen[tag >> 3] = count + 1
        path = f"{prefix}{tag >> 3}[{count}]" if count else f"{prefix}{tag >> 3}"
        out += data[start:at]
        piece, at = _changed(data, at, tag & 7, (path, parts))
        out += piece
    return bytes(out)


def _changed(data: bytes, at: int, kind: int, where: tuple[str, dict[str, Value]]) -> tuple[bytes, int]:
    """One value as it shall be, and where the next tag stands."""
    path, parts = where
    if kind == 2:
        size, start = _varint(data, at)
        old = data[start : start + size]
        new = bytes_of(parts[path]) if path in parts else _rewritten(old, path + ".", parts)
        return (data[at : start + size] if new == old else varint(len(new)) + new), start + size
    number = int(parts[path])
    if kind == 0:
        value, end = _varint(data, at)
        return (data[at:end] if number == value else varint(number & 0xFFFF_FFFF_FFFF_FFFF)), end
    size = 8 if kind == 1 else 4
    return number.to_bytes(size, "little"), at + size


def _is_message(data: bytes, prefix: str, parts: Parts, depth: int) -> bool:
    """Add the fields of a message; leave ``parts`` as they were when the bytes are none, or only by accident."""
    before = len(parts)
    try:
        is_orderly = _fields(data, prefix, parts, depth)
    except (_Broken, IndexError):
        is_orderly = False
        del parts[before:]
    if not (is_orderly and _is_clear(data, parts[before:])) and not _has_text(parts[before:], len(data)):
        del parts[before:]
    return len(parts) > before


def _is_clear(data: bytes, parts: Parts) -> bool:
    """No bytes of unknown meaning, or in a message that begins with its first fields."""
    return data[:1] in _FIRST_TAGS or not any(isinstance(value, bytes) for _, value in parts)


def _is_noise(data: bytes, parts: Parts) -> bool:
    """Nothing but fixed numbers, none of a size that people write: random bytes that parse look so most often."""
    at = 0
    while at < len(data):
        kind = data[at] & 7
        if data[at] >= 0x80 or kind not in _FIXED:
            return False
        at += 1 + _FIXED[kind]
    is_wide = any(isinstance(value, int) and value >> 28 for _, value in parts)
    return is_wide and not any(isinstance(value, float) for _, value in parts)


def _has_text(parts: Parts, size: int) -> bool:
    """Random bytes parse now and then, but do not hold much text."""
    texts = (len(value) for _, value in parts if isinstance(value, str) and len(value) >= _LEAST_TEXT)
    return 4 * sum(texts) >= size > 0


def _fields(data: bytes, prefix: str, parts: Parts, depth: int) -> bool:
    """Walk over one message; true when its low field numbers rise, as every generated encoder writes them."""
    at, end, last, is_orderly = 0, len(data), 0, True
    seen: dict[int, int] = {}
    while at < end:
        tag, at = (data[at], at + 1) if data[at] < 0x80 else _varint(data, at)
        number, kind = tag >> 3, tag & 7
        is_orderly = is_orderly and last <= number <= _LOW_FIELD
        last, count = number, seen.get(number, 0)
        seen[number] = count + 1
        path = f"{prefix}{number}[{count}]" if count else f"{prefix}{number}"
        if not 0 < number <= _HIGHEST_FIELD:
            raise _Broken
        if len(parts) > MOST_PARTS or depth > _DEEPEST:
            raise Bounded(f"protobuf holds more than {MOST_PARTS} values or {_DEEPEST} layers")
        at = _value(data, at, kind, (path, parts, depth))
    return is_orderly


def _value(data: bytes, at: int, kind: int, where: tuple[str, Parts, int]) -> int:
    """Add one value; returns where the next tag stands."""
    path, parts, depth = where
    if kind == 2:
        size, at = (data[at], at + 1) if data[at] < 0x80 else _varint(data, at)
        if at + size > len(data):
            raise _Broken
        _content(data[at : at + size], path, parts, depth)
        return at + size
    if kind == 0:
        value, at = _varint(data, at)
        parts.append((path, value))
        return at
    size = _FIXED.get(kind, len(data))
    if at + size > len(data):
        raise _Broken
    _fixed(data[at : at + size], path, parts)
    return at + size


def _content(data: bytes, path: str, parts: Parts, depth: int) -> None:
    """Text, else a message, else bytes. Text that begins with a line feed may be a message of one text."""
    is_plain = is_text(data)
    if is_plain and data[:1] != b"\n":
        parts.append((path, data.decode()))
    elif _is_compressed(data) or not _is_message(data, path + ".", parts, depth + 1):
        parts.append((path, data.decode() if is_plain else data))


def _is_compressed(data: bytes) -> bool:
    """By a magic number of three bytes or more: zlib's two also begin a message with field 15."""
    return data[:1] != b"x" and COMPRESSED.match(data) is not None


def _fixed(data: bytes, path: str, parts: Parts) -> None:
    """The integer, and the real number where that has a size people write (coordinates are sent so)."""
    parts.append((path, int.from_bytes(data, "little")))
    name, form = ("double", _DOUBLE) if len(data) == 8 else ("float", _FLOAT)
    real: float = form.unpack(data)[0]
    if 1e-5 < abs(real) < 1e12:
        parts.append((f"{path}:{name}", real))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value, shift = byte & 0x7F, 7
    while byte >= 0x80:
        at += 1
        byte = data[at]
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift > 70:
            raise _Broken
    return value & 0xFFFF_FFFF_FFFF_FFFF, at + 1
