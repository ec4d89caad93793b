"""A line of JSON followed by a compressed payload, as session-replay libraries send it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import COMPRESSED, Medium, Parts
from phonehome.model import Value

NAME = "envelope"
STARTS = b"{"
LEAST = 12
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_HEAD = re.compile(rb"(\{[^\n]{0,65536}\})\r?\n")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """Parts ``head`` and ``payload``."""
    head = _HEAD.match(data)
    if head is None or not COMPRESSED.match(data, head.end()):
        return None
    return [("head", head[1]), ("payload", data[head.end() :])]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Head and payload with the same line end between them."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    end = b"\r\n" if data[: data.index(b"\n") + 1].endswith(b"\r\n") else b"\n"
    return bytes_of(parts["head"]) + end + bytes_of(parts["payload"])
