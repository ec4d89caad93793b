"""Protocol Buffers wire format (protobuf.dev/programming-guides/encoding), written by hand."""

from __future__ import annotations

import struct
from collections.abc import Iterable

WIDTH = 1 << 64


def varint(value: int) -> bytes:
    """A base-128 varint; a negative number as int64 has it, in ten bytes."""
    value %= WIDTH
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def integer(number: int, value: int) -> bytes:
    """A field with a varint."""
    return varint(number << 3) + varint(value)


def fixed64(number: int, value: int) -> bytes:
    """A field with eight bytes, lowest first."""
    return varint(number << 3 | 1) + struct.pack("<Q", value % WIDTH)


def block(number: int, value: bytes | str) -> bytes:
    """A field with a length and that many bytes: text, bytes or a message."""
    return varint(number << 3 | 2) + delimited(value.encode() if isinstance(value, str) else value)


def delimited(message: bytes) -> bytes:
    """A message behind its length, as it stands in a stream of messages."""
    return varint(len(message)) + message


def array(messages: Iterable[bytes]) -> bytes:
    """Messages one after the other, each behind its length."""
    return b"".join(map(delimited, messages))
