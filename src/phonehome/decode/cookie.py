"""Cookies (RFC 6265, section 4.2): ``name=value`` pairs with ``; `` between them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, numbered
from phonehome.model import Value

NAME = "cookie"
STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-"
LEAST = 8
READS: Medium = "text"
SIGNS = b"="
KEEPS = 0

_PAIRS = re.compile(rb"[\w$.%-]{1,128}+=[^;\s]*+(?:; [\w$.%-]{1,128}+=[^;\s]*+)++;?")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each cookie; at least two make a list of cookies."""
    if b"; " not in data or not _PAIRS.fullmatch(data):
        return None
    return cookies(data.decode("utf-8", "replace"))


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed values."""
    return close(opens, data, changes, _write)


def leaves_out(data: bytes, paths: Collection[str]) -> bytes:
    """Without the cookies at those paths."""
    names = iter([path for path, _ in cookies(data.decode("utf-8", "replace"))])
    kept = [piece for piece in data.split(b";") if not piece.strip() or next(names) not in paths]
    return b";".join(kept).lstrip(b"; ")


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    values = map(bytes_of, parts.values())
    return b";".join(_replaced(piece, next(values)) if piece.strip() else piece for piece in data.split(b";"))


def _replaced(piece: bytes, value: bytes) -> bytes:
    name, equals, old = piece.partition(b"=")
    return name + equals + old[: len(old) - len(old.lstrip())] + value + old[len(old.rstrip()) :]


def cookies(text: str) -> Parts:
    """Split at ``;``, then at the first ``=``; a piece without ``=`` is a value without a name."""
    if text.count(";") >= MOST_PARTS:
        raise Bounded(f"more than {MOST_PARTS} cookies")
    return numbered(_pair(piece) for piece in map(str.strip, text.split(";")) if piece)


def _pair(piece: str) -> tuple[str, str]:
    name, equals, value = piece.partition("=")
    return (name.rstrip(), value.lstrip()) if equals else ("", piece)
