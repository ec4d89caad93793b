"""application/grpc-web-text: gRPC frames in base64 that is padded within, one piece a frame (grpc PROTOCOL-WEB)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pybase64

from phonehome.decode import grpc
from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts
from phonehome.model import Value

NAME = "grpc-web"
STARTS = b"AgQ"
LEAST = 12
READS: Medium = "text"
SIGNS = b"="
KEEPS = 0

_PIECE = re.compile(rb"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?+")
_WHOLE = re.compile(rb"(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)++")


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the frames, only where they are frames; base64 that is padded at its end alone is base64."""
    if b"=" not in data or not _WHOLE.fullmatch(data):
        return None
    frames = b"".join(map(pybase64.b64decode, _PIECE.findall(data)))
    return [("", frames)] if frames[:1] and frames[0] in grpc.STARTS and grpc.opens(frames, room) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """All frames as one piece."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    return pybase64.b64encode(bytes_of(parts[""]))
