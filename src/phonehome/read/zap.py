"""ZAP's exported messages as text, its saved message as XML and its report "XML plus" with the messages in it.

Formats: PopupMenuExportMessage.java of https://github.com/zaproxy/zaproxy (before 2.12), PopupMenuExportMessages.java
and PopupMenuSaveXmlMessage.java of the add-on exim, traditional-xml-plus/report.xml of the add-on reports
(https://github.com/zaproxy/zap-extensions). Request targets are whole URLs; no format has times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from phonehome.model import Damage, Exchange, Response
from phonehome.read import http1
from phonehome.read.markup import LARGEST, Part, Record, decoded, parts, records
from phonehome.read.window import Window

NAME = "ZAP messages"
_SPACE = b"\xef\xbb\xbf \t\r\n"
_SECTION = re.compile(rb"(?:={4} \d{1,9}|={3}\d{1,9}) ={10}\r?\n")
_NEXT = re.compile(rb"\n(?=(?:={4} \d{1,9}|={3}\d{1,9}) ={10}\r?\n)")
_XML = re.compile(rb"<(?:OWASPZAPReport[\s>]|Message>\s*<Headers[/>])")
_ANSWER = re.compile(rb"\n(?=HTTP/\d(?:\.\d)? \d{3}\b)")
_LINE_ENDS = {b"", b"\n", b"\r\n"}
_LENGTH = re.compile(rb"\ncontent-length:[ \t]{0,9}(\d{1,12})", re.IGNORECASE)
_LOST = "\ufffd".encode()
_NONE = Part(b"", b"")


def recognises(head: bytes) -> bool:
    """Whether this begins with ZAP's line between messages, or as ZAP's XML."""
    return _SECTION.match(head.lstrip(_SPACE)) is not None or _is_xml(head)


def read(file: BinaryIO) -> Iterator[Exchange | Damage]:
    """The messages in their order, and each stretch that could not be read. ``index`` counts every message.

    Raises ValueError where the file is empty.
    """
    window = Window(file, keep=0)
    if window.peek() < 0:
        raise ValueError("the file is empty")
    head = window.data[window.pos :]
    if not _is_xml(head):
        yield from _text_messages(window)
    elif b"<OWASPZAPReport" in head:
        yield from _xml_messages(window, b"instance")
    else:
        yield from _xml_messages(window, b"Message")


def _is_xml(head: bytes | bytearray) -> bool:
    return head.lstrip(_SPACE).startswith(b"<") and _XML.search(head) is not None


def _xml_messages(window: Window, name: bytes) -> Iterator[Exchange | Damage]:
    for index, record in enumerate(records(window, name)):
        yield _xml_message(index, record)


def _xml_message(index: int, record: Record) -> Exchange | Damage:
    if record.fault:
        return Damage(record.offset, record.length, f"message {index} is {record.fault}")
    members = parts(record.content)
    header = _plain(members, "requestheader") or decoded(members.get("Headers", _NONE))
    body = _plain(members, "requestbody") or decoded(members.get("Body", _NONE))
    answer = _plain(members, "responseheader") + _plain(members, "responsebody")
    found = _exchange(index, header.rstrip(b"\r\n") + b"\r\n\r\n" + body, http1.response(answer))
    return found or Damage(record.offset, record.length, f"message {index} has no request")


def _plain(members: dict[str, Part], name: str) -> bytes:
    return members.get(name, _NONE).text


def _text_messages(window: Window) -> Iterator[Exchange | Damage]:
    index = 0
    while window.has(1):
        yield _text_message(window, index)
        index += 1


def _text_message(window: Window, index: int) -> Exchange | Damage:
    """The message that begins here, up to the line before the next."""
    offset, window.start, window.keep = window.offset, window.pos, LARGEST
    window.find(_NEXT)
    length = window.offset - offset
    if length > LARGEST:
        return Damage(offset, length, f"message {index} is too large to read")
    text = window.held(length)
    line = _SECTION.match(text)
    found = _message(index, text[line.end() :]) if line else None
    return found or Damage(offset, length, f"message {index} has no request")


def _message(index: int, text: bytes) -> Exchange | None:
    """A request, and a response behind it: the length that the request tells says where, or how one looks."""
    head, behind = http1.split(text)
    told = _LENGTH.search(head)
    size = int(told[1]) if told else 0
    answer = _ANSWER.search(behind, size) or _ANSWER.search(behind)
    body = behind[: answer.end() if answer else None]
    response = http1.response(behind[answer.end() :]) if answer else None
    fits = told and size <= len(body) and body[size:] in _LINE_ENDS
    whole = body[:size] if fits else body.removesuffix(b"\n").removesuffix(b"\r")
    return _exchange(index, head + b"\r\n\r\n" + whole, response)


def _exchange(index: int, data: bytes, response: Response | None) -> Exchange | None:
    request = http1.request(data)
    if request is None:
        return None
    return Exchange(
        index,
        request.method,
        http1.url(request),
        None,
        request.headers,
        request.body,
        sent=request.method != "CONNECT",
        mangled=_LOST in request.body,
        response=response,
    )
