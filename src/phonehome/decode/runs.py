"""Base64 (RFC 4648) inside a text: tokens in headers and messages, JWTs, data URLs. The text itself is always kept."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

from phonehome.decode.base64 import decode, rewritten
from phonehome.decode.closing import are_same, is_same, splice
from phonehome.decode.codec import COMPRESSED, MOST_PARTS, Bounded, Medium, Parts, is_printable
from phonehome.model import Value

NAME = "base64"
STARTS = bytes(range(0x20, 0x7F)) + bytes(range(0xC2, 0xF5)) + b"\t\n\r"
LEAST = 17
READS: Medium = "text"
SIGNS = b""
KEEPS = 1 << 62

_RUN = re.compile(rb"(?<=Basic )[A-Za-z0-9+/]{6,}+|(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+")
_LETTERS = frozenset(f"{string.ascii_letters}{string.digits}+/_-".encode())
_WORDS = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))
_WHOLE = re.compile(rb"[A-Za-z0-9+/_-]++=*")
_LEAST_OF_RUN = 16
_PLAIN_ID = re.compile(rb"[0-9A-Fa-f-]+|[a-z_/-]+|[0-9A-Z_-]+|[0-9a-z_-]+")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each run that decodes to printable text or a compressed container, at its character offset."""
    if b"Basic " not in data and not _has_run(data):
        return None
    found: list[tuple[int, bytes]] = []
    for i, run in enumerate(_RUN.finditer(data)):
        if i >= MOST_PARTS:
            raise Bounded(f"more than {MOST_PARTS} runs like base64")
        decoded = _decoded(run[0])
        if decoded is not None:
            found.append((run.start(), decoded))
    return [(f"@{_characters(data, start)}", decoded) for start, decoded in found] or None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed runs; where their length changes, those after them move."""
    parts = opens(data, 0) or []
    if not changes or not changes.keys() <= {path for path, _ in parts}:
        return None if changes else data
    wanted = [("", changes.get(path, value)) for path, value in parts]
    found = [run for run in _RUN.finditer(data) if _decoded(run[0]) is not None]
    pieces = [
        _piece(data, run, value)
        for run, (_, value), (_, old) in zip(found, wanted, parts, strict=True)
        if not is_same(old, value)
    ]
    new = splice(data, pieces)
    return new if are_same([("", value) for _, value in opens(new, 0) or []], wanted) else None


def _piece(data: bytes, run: re.Match[bytes], value: Value) -> tuple[int, int, bytes]:
    """The padding after a run belongs to it, and none is added where none was."""
    end = run.end() + len(data[run.end() : run.end() + 2]) - len(data[run.end() : run.end() + 2].lstrip(b"="))
    letters = rewritten(data[run.start() : end], value)
    return run.start(), end, letters if end > run.end() else letters.rstrip(b"=")


def _has_run(data: bytes) -> bool:
    """A run that decodes: words are split much faster than a regular expression finds them."""
    long = [word for word in data.translate(_WORDS).split() if len(word) >= _LEAST_OF_RUN]
    if not long or _WHOLE.fullmatch(data):
        return False
    return len(long) > MOST_PARTS or any(_decoded(word) is not None for word in long)


def _decoded(run: bytes) -> bytes | None:
    decoded = None if _PLAIN_ID.fullmatch(run) else decode(run)
    if decoded is None or not (COMPRESSED.match(decoded) or is_printable(decoded)):
        return None
    return decoded


def _characters(data: bytes, offset: int) -> int:
    return offset if data.isascii() else len(data[:offset].decode("utf-8", "replace"))
