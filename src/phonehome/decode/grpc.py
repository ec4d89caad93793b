"""gRPC's length-prefixed messages (grpc PROTOCOL-HTTP2) and the trailers that gRPC-web puts among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts
from phonehome.model import Value

NAME = "grpc"
STARTS = b"\x00\x01\x80\x81"
LEAST = 5
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_HEAD = 5


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each message, named ``trailers`` where they are; the lengths must use up the data exactly."""
    if int.from_bytes(data[1:_HEAD]) + _HEAD > len(data):
        return None
    frames = list(_frames(data))
    if not frames or frames[-1][2] != len(data) or (len(frames) > 1 and not any(data)):
        return None
    return [(f"trailers[{i}]" if flag & 0x80 else f"[{i}]", data[at:end]) for i, (flag, at, end) in enumerate(frames)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same frames with lengths corrected."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    contents = map(bytes_of, parts.values())
    flags = (flag for flag, _, _ in _frames(data))
    return b"".join(
        bytes([flag]) + len(content).to_bytes(4) + content for flag, content in zip(flags, contents, strict=True)
    )


def _frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Flag, start and end of each frame, as long as frames stand there."""
    at, count = 0, 0
    while at + _HEAD <= len(data) and not data[at] & 0x7E:
        start, end = at + _HEAD, at + _HEAD + int.from_bytes(data[at + 1 : at + _HEAD])
        if end > len(data):
            return
        yield data[at], start, end
        at, count = end, count + 1
        if count > MOST_PARTS:
            raise Bounded(f"grpc holds more than {MOST_PARTS} messages")
