"""A line of JSON followed by a compressed payload, as session-replay libraries send it."""

from __future__ import annotations

import re

from phonehome.decode.codec import COMPRESSED, Medium, Parts

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
