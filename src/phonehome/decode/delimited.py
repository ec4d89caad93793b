"""Protocol Buffers in a row, each after its length as a varint (``writeDelimitedTo``; Google's log batches)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from phonehome.decode import protobuf
from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts
from phonehome.model import Value

NAME = "delimited"
STARTS = bytes(range(2, 256))
LEAST = 4
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

# Every message of such an array begins with one of its first fields.
_FIRST_TAGS = b"\x08\x09\x0a\x0d\x10\x12\x18\x1a"
_LONGEST_VARINT = 5
_LEAST_OF_TWO_BYTES = 130


def opens(data: bytes, room: int) -> Parts | None:
    """A part for each message. The lengths use up the data exactly; one message alone is asked to be none before."""
    if (len(data) < _LEAST_OF_TWO_BYTES) if data[0] >= 0x80 else (data[0] >= len(data) or data[1] not in _FIRST_TAGS):
        return None
    spans = _spans(data)
    if spans is None or not all(_is_message(data[start:end], room) for start, end in spans):
        return None
    if len(spans) == 1 and data[0] in protobuf.STARTS and protobuf.opens(data, room) is not None:
        return None
    return [(f"[{i}]", data[start:end]) for i, (start, end) in enumerate(spans)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same array with lengths corrected."""
    return close(opens, data, changes, _write)


def leaves_out(data: bytes, paths: Collection[str]) -> bytes | None:
    """Without the messages at those paths."""
    spans = _spans(data) or []
    at, kept = 0, bytearray()
    for i, (_, end) in enumerate(spans):
        kept += b"" if f"[{i}]" in paths else data[at:end]
        at = end
    return bytes(kept) if len(kept) < len(data) else None


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    return b"".join(protobuf.varint(len(message)) + message for message in map(bytes_of, parts.values()))


def _spans(data: bytes) -> list[tuple[int, int]] | None:
    at, spans, size = 0, list[tuple[int, int]](), len(data)
    while at < size:
        start, length = _length(data, at)
        end = start + length
        if length < 2 or end > size or data[start] not in _FIRST_TAGS:
            return None
        spans.append((start, end))
        at = end
        if len(spans) > MOST_PARTS:
            raise Bounded(f"more than {MOST_PARTS} delimited messages")
    return spans


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where the message starts and its length, 0 for no length."""
    length = 0
    for i, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        length |= (byte & 0x7F) << 7 * i
        if byte < 0x80:
            return at + i + 1, length
    return at, 0


def _is_message(message: bytes, room: int) -> bool:
    return protobuf.opens(message, room) is not None
