"""application/x-www-form-urlencoded (WHATWG URL, section 5), known by its shape, and the queries of URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_from_bytes, unquote_plus, unquote_to_bytes

from phonehome.decode.closing import bytes_of, close, is_same
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, numbered
from phonehome.model import Value

NAME = "form"
STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$%[.:-"
LEAST = 3
READS: Medium = "any"
SIGNS = b"="
KEEPS = 0

_FIRST = re.compile(rb"[\w$%.:~*+\[\]-]{1,128}+=(?!=)")
_PAIR = re.compile(rb"&[\w$%.:~*+\[\]/-]{1,128}+=")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}+={0,2}")
_WHITE = b" \t\r\n"


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each pair."""
    return pairs(data) if is_form(data) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed pairs, percent-encoded."""
    return close(opens, data, changes, replaced)


def replaced(data: bytes, parts: dict[str, Value]) -> bytes:
    """The pairs with the values of ``parts``; those that stay the same stay as they were written."""
    values = iter(parts.values())
    bare = data.strip(b"\r\n")
    start = data.index(bare)
    new = b"&".join(_replaced(piece, next(values)) if piece else piece for piece in bare.split(b"&"))
    return data[:start] + new + data[start + len(bare) :]


def _replaced(piece: bytes, value: Value) -> bytes:
    _, old = _pair(piece)
    if is_same(old, value):
        return piece
    name, equals, written = piece.partition(b"=")
    new = _written_as(written if equals else piece, bytes_of(value))
    return name + equals + new if equals else new


def _written_as(old: bytes, value: bytes) -> bytes:
    """A value escaped as the old one was: characters that stood bare in it stay bare, so base64 keeps its lines."""
    if _is_bare_base64(old) and _is_bare_base64(value):
        return value
    bare = bytes({byte for byte in old if byte < 0x80} - set(b"&%+"))
    new = quote_from_bytes(value, bare).encode()
    return new.replace(b"%20", b"+") if b"+" in old else new


def _is_bare_base64(value: bytes) -> bool:
    return _BASE64.fullmatch(value.translate(None, _WHITE)) is not None


def is_form(data: bytes) -> bool:
    """A plausible first name, and a second pair or a value that a form would have written so."""
    if b"=" not in data:
        return False
    first = _FIRST.match(data)
    if first is None:
        return False
    if b"&" in data and _PAIR.search(data, first.end()):
        return True
    value = data[first.end() :].strip(b"&\r\n")
    return value != b"" and _stands_alone(value)


def pairs(data: bytes) -> Parts:
    """Split at ``&``, then at the first ``=``; a piece without ``=`` is a value without a name."""
    if data.count(b"&") >= MOST_PARTS:
        raise Bounded(f"form has more than {MOST_PARTS} pairs")
    return numbered([_pair(piece) for piece in data.strip(b"\r\n").split(b"&") if piece])  # quicker than a generator


def _pair(piece: bytes) -> tuple[str, Value]:
    name, equals, value = piece.partition(b"=")
    if not equals:
        return "", _plain(piece)
    return name.decode() if name.isalnum() else _text(name), _plain(value)


def _plain(value: bytes) -> Value:
    """Undo the form's encoding. Unescaped base64, as OnePlus sends it with line feeds, keeps its ``+``."""
    if b"+" in value and not _is_bare_base64(value):
        value = value.replace(b"+", b" ")
    if b"%" in value:
        return unquote_to_bytes(value)
    return value.decode() if value.isascii() else value


def _text(name: bytes) -> str:
    return unquote_plus(name.decode("utf-8", "replace"))


def _stands_alone(value: bytes) -> bool:
    if value[:1] in (b"{", b"["):
        return True
    return b" " not in value and b"\t" not in value and b"=" not in value.rstrip(b"=")
