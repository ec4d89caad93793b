"""Burp Suite's "Save items" XML (PortSwigger; the file describes itself in its DTD).

Burp calls it XML 1.1 and writes request bytes as they are unless told to use base64, so no XML parser reads all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from phonehome.model import Damage, Exchange, Response
from phonehome.read import http1
from phonehome.read.markup import Part, Record, attribute, decoded, parts, records
from phonehome.read.moment import java
from phonehome.read.window import Window

NAME = "Burp XML"
_ROOT = re.compile(rb"<items\s[^>]{0,512}burpVersion")
_FAULTS = {
    "cut off": "the file ends inside item {}",
    "not closed": "item {} is not closed",
    "too large": "item {} is too large to read",
}
_NONE = Part(b"", b"")


def recognises(head: bytes) -> bool:
    """Whether the root element is Burp's, past its long DTD."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ROOT.search(head) is not None


def read(file: BinaryIO) -> Iterator[Exchange | Damage]:
    """The items in their order, and each stretch that could not be read. ``index`` counts every item.

    Raises ValueError where the file is empty.
    """
    window = Window(file, keep=0)
    if window.peek() < 0:
        raise ValueError("the file is empty")
    for index, record in enumerate(records(window, b"item")):
        yield _item(index, record)


def _item(index: int, record: Record) -> Exchange | Damage:
    if record.fault:
        return Damage(record.offset, record.length, _FAULTS[record.fault].format(index))
    members = parts(record.content)
    request = http1.request(_bytes(members.get("request", _NONE)))
    if request is None:
        return Damage(record.offset, record.length, f"item {index} has no request")
    host = members.get("host", _NONE)
    return Exchange(
        index,
        request.method,
        _text(members, "url") or http1.url(request, _text(members, "protocol") or "https"),
        java(_text(members, "time")),
        request.headers,
        request.body,
        attribute(host, b"ip"),
        sent=request.method != "CONNECT",
        response=_response(members),
    )


def _response(members: dict[str, Part]) -> Response | None:
    """The response, or as much of it as the item tells beside it."""
    status = _text(members, "status")
    told = Response(int(status)) if re.fullmatch(r"[1-9]\d\d", status) else None
    return http1.response(_bytes(members.get("response", _NONE))) or told


def _bytes(part: Part) -> bytes:
    return decoded(part) if attribute(part, b"base64") == "true" else part.text


def _text(members: dict[str, Part], name: str) -> str:
    return members.get(name, _NONE).text.decode("utf-8", "replace").strip()
