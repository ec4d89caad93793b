"""XML (1.0 and 1.1) as a stream of elements of one name, each a flat record of texts.

No XML parser: tools write bytes that XML forbids (NUL above all), and what knows no entities cannot be made to open a
file, ask a host or grow. Only tags, CDATA sections, comments and character references are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pybase64
from msgspec import Struct

from phonehome.read.window import Window

LARGEST = 128 * 1024 * 1024
_CDATA, _COMMENT = b"<![CDATA[", b"<!--"
_CDATA_END, _COMMENT_END = re.compile(rb"\]\]>"), re.compile(rb"-->")
_OPEN = re.compile(rb"<([A-Za-z_][\w.:-]{0,63})([^<>]{0,512})>")
_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MARK = re.compile(rb"<!\[CDATA\[|<")
_REFERENCE = re.compile(rb"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {b"lt": b"<", b"gt": b">", b"amp": b"&", b"quot": b'"', b"apos": b"'"}


class Part(Struct, frozen=True, gc=False):
    """The text of an element and what stands in its tag behind the name."""

    attributes: bytes
    text: bytes


class Record(Struct, frozen=True, gc=False):
    """One element: where it begins in the file, its length and its content, or what is wrong with it."""

    offset: int
    length: int
    content: bytes = b""
    fault: Literal["", "cut off", "not closed", "too large"] = ""


def records(window: Window, name: bytes, largest: int = LARGEST) -> Iterator[Record]:
    """The elements of this name, wherever they stand; one that another begins in is ``not closed``."""
    opening = re.compile(rb"<!\[CDATA\[|<!--|<%b(?=[\s>/])" % name)
    inside = re.compile(rb"<!\[CDATA\[|</%b\s{0,9}>|<%b(?=[\s>/])" % (name, name))
    while _seek(window, opening):
        window.start = window.pos = window.pos - len(name) - 1
        window.keep = largest
        yield _record(window, inside, len(name) + 1)
        window.keep = 0


def parts(content: bytes) -> dict[str, Part]:
    """The elements in this one by name; of those of one name the first."""
    found: dict[str, Part] = {}
    at = 0
    while tag := _OPEN.search(content, at):
        text, at = (b"", tag.end()) if tag[2].endswith(b"/") else _text(content, tag.end())
        found.setdefault(tag[1].decode(), Part(tag[2], text))
    return found


def decoded(part: Part) -> bytes:
    """The bytes of a text in base64 (RFC 4648), padded or not; the text as it is where it is none."""
    text = b"".join(part.text.split())
    try:
        return pybase64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        return part.text


def attribute(part: Part, name: bytes) -> str:
    """The value of an attribute, or nothing."""
    for found in _ATTRIBUTE.finditer(part.attributes):
        if found[1] == name:
            return _plain(found[2] or found[3] or b"").decode("utf-8", "replace")
    return ""


def _seek(window: Window, pattern: re.Pattern[bytes]) -> bool:
    """Move behind the next tag that the pattern knows, not looking into CDATA and comments."""
    while window.find(pattern):
        if _before(window, _CDATA):
            window.find(_CDATA_END)
        elif _before(window, _COMMENT):
            window.find(_COMMENT_END)
        else:
            return True
    return False


def _before(window: Window, text: bytes) -> bool:
    return window.data.endswith(text, 0, window.pos)


def _record(window: Window, inside: re.Pattern[bytes], size: int) -> Record:
    """The element whose tag begins here; ``size`` bytes are its bracket and its name."""
    offset = window.offset
    window.pos += size
    if not _seek(window, inside):
        return Record(offset, window.offset - offset, fault="cut off")
    if not _before(window, b">"):
        window.pos -= size
        return Record(offset, window.offset - offset, fault="not closed")
    length = window.offset - offset
    if length > window.keep:
        return Record(offset, length, fault="too large")
    return Record(offset, length, window.held(length))


def _text(content: bytes, at: int) -> tuple[bytes, int]:
    """The text that begins here, and where the next tag stands."""
    pieces: list[bytes] = []
    while (mark := _MARK.search(content, at)) and mark[0] == _CDATA:
        pieces.append(_plain(content[at : mark.start()]))
        end = content.find(b"]]>", mark.end())
        pieces.append(content[mark.end() : end if end >= 0 else len(content)])
        at = end + 3 if end >= 0 else len(content)
    end = mark.start() if mark else len(content)
    return b"".join([*pieces, _plain(content[at:end])]), end


def _plain(text: bytes) -> bytes:
    """Text with its character references replaced."""
    return _REFERENCE.sub(_character, text) if b"&" in text else text


def _character(reference: re.Match[bytes]) -> bytes:
    if reference[3]:
        return _NAMED[reference[3]]
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return reference[0]
    return chr(code).encode()
