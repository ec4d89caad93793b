"""JSON Lines (https://jsonlines.org) of exchanges, phonehome's own simple format: docs/reference/jsonl.md."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
import pybase64
from msgspec import Struct

from phonehome.model import Damage, Exchange, Headers, Response
from phonehome.read.json_scan import OPEN_OBJECT, enter
from phonehome.read.moment import iso, milliseconds
from phonehome.read.reader import HEAD
from phonehome.read.window import Window

NAME = "JSON Lines"
LARGEST = 128 * 1024 * 1024
_LINE = re.compile(rb"\n")


class Line(Struct, gc=False):
    """One line. Members that are not named here are left alone."""

    url: str
    method: str = "GET"
    time: str | int | float | None = None
    headers: dict[str, str] | list[tuple[str, str]] = []
    body: str | None = None
    body_base64: str | None = None
    address: str | None = None
    app: str | None = None
    status: int | None = None
    sent: bool = True


_DECODER = msgspec.json.Decoder(Line)


def recognises(head: bytes) -> bool:
    """Whether one of the lines is an object with a URL, or the first is one that goes on behind ``head``."""
    lines = head.splitlines()
    return any(map(_is_line, lines[:16])) or (len(head) >= HEAD and len(lines) == 1 and _has_url(head))


def read(file: BinaryIO) -> Iterator[Exchange | Damage]:
    """The exchanges in their order, and each line that is none. ``index`` counts every line but empty ones.

    Raises ValueError where the file is empty.
    """
    window = Window(file, keep=LARGEST)
    if window.peek() < 0:
        raise ValueError("the file is empty")
    index = 0
    while window.peek() >= 0:
        yield _next(window, index)
        index += 1


def _next(window: Window, index: int) -> Exchange | Damage:
    offset = window.offset
    window.find(_LINE)
    length = window.offset - offset
    if length > LARGEST:
        return Damage(offset, length, f"line {index} is too large to read")
    found = _exchange(index, window.held(length))
    return Damage(offset, length, found) if isinstance(found, str) else found


def _exchange(index: int, text: bytes) -> Exchange | str:
    """The line as an exchange, or why it is none."""
    try:
        line = _DECODER.decode(text)
        body = _body(line)
    except (ValueError, RecursionError) as error:
        return f"exchange {index} cannot be read: {error}"
    return Exchange(
        index,
        line.method,
        line.url,
        iso(line.time) if isinstance(line.time, str) else milliseconds(line.time or 0) or None,
        _headers(line),
        body,
        line.address or "",
        line.app or "",
        sent=line.sent,
        response=Response(line.status) if line.status and 0 < line.status < 1000 else None,
    )


def _headers(line: Line) -> Headers:
    return tuple(line.headers.items() if isinstance(line.headers, dict) else line.headers)


def _body(line: Line) -> bytes:
    if line.body_base64 is None:
        return (line.body or "").encode()
    return pybase64.b64decode(line.body_base64 + "===")


def _is_line(line: bytes) -> bool:
    try:
        return "://" in _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf")).url
    except (ValueError, RecursionError):
        return False


def _has_url(head: bytes) -> bool:
    window = Window(io.BytesIO(head))
    if window.peek() != OPEN_OBJECT:
        return False
    window.pos += 1
    return enter(window, b"url")
