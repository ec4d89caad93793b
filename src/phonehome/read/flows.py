"""mitmproxy's flow dumps of every version (0.10 to 12): tnetstrings, one flow after the other.

Format: mitmproxy/io/tnetstring.py and mitmproxy/io/compat.py of https://github.com/mitmproxy/mitmproxy. A flow is found
by its length; where that is wrong, by the beginning of the next flow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from phonehome.model import Damage, Exchange
from phonehome.read.flow import exchange
from phonehome.read.tnetstring import DICTIONARY, PREFIX, Element
from phonehome.read.window import Window

NAME = "mitmproxy flows"
LARGEST = 128 * 1024 * 1024
_MEMBER = re.compile(rb"\s*\d{1,12}:(\d{1,2}):([a-z_]+)[,;]")
# A flow's beginning behind the end of another: any of the names that mitmproxy puts first.
_NEXT = re.compile(
    rb"\}(?=\d{1,12}:(?:[45]:(?:type|error)|7:(?:version|request)|8:(?:response|messages)|9:websocket|6:(?:marked|backup)"
    rb"|11:(?:client|server)_conn|17:server_extensions)[,;])"
)


def recognises(head: bytes) -> bool:
    """Whether this is a dictionary whose first member has a plain name."""
    found = _MEMBER.match(head)
    return found is not None and int(found[1]) == len(found[2])


class Stored(Struct, frozen=True, gc=False):
    """One flow as it stands in a dump: its number, where it begins, how long it is there, and its members."""

    index: int
    offset: int
    size: int
    element: Element


def read(file: BinaryIO) -> Iterator[Exchange | Damage]:
    """The dump's flows in its order as exchanges, and each stretch of it that could not be read.

    ``index`` counts every flow, readable or not. Raises ValueError where the file is empty.
    """
    for flow in stored(file):
        yield flow if isinstance(flow, Damage) else _read(flow)


def stored(file: BinaryIO) -> Iterator[Stored | Damage]:
    """The dump's flows as they stand in it, and each stretch of it that is none; ValueError where the file is empty."""
    window = Window(file)
    if window.peek() < 0:
        raise ValueError("the file is empty")
    index = 0
    while window.peek() >= 0:
        yield _next(window, index)
        index += 1


def _next(window: Window, index: int) -> Stored | Damage:
    offset = window.offset
    window.has(16)
    prefix = PREFIX.match(window.data, window.pos)
    if prefix is None:
        return _resume(window, offset, f"flow {index} does not begin with its length")
    length = int(prefix[1])
    window.pos = prefix.end()
    if length > LARGEST:
        return _pass(window, offset, length, index)
    return _held(window, offset, length, index)


def _held(window: Window, offset: int, length: int, index: int) -> Stored | Damage:
    window.keep = LARGEST + 64
    whole = window.has(length + 1)
    window.keep = 0
    if not whole:
        return _resume(window, offset, f"the file ends inside flow {index}")
    if window.data[window.pos + length] != DICTIONARY:
        return _resume(window, offset, f"flow {index} does not end where its length says")
    window.pos += length
    element = Element(window.held(length), 0, length, DICTIONARY)
    window.pos += 1
    return Stored(index, offset, window.offset - offset, element)


def _read(flow: Stored) -> Exchange | Damage:
    """The flow as an exchange, or why it is none."""
    try:
        found = exchange(flow.index, flow.element.members()) or f"flow {flow.index} has no request"
    except ValueError as error:
        found = f"flow {flow.index} is broken inside: {error}"
    return Damage(flow.offset, flow.size, found) if isinstance(found, str) else found


def _pass(window: Window, offset: int, length: int, index: int) -> Damage:
    """Move behind a flow that is too large to hold."""
    end = window.offset + length
    while window.offset < end and window.has(1):
        window.pos = min(len(window.data), window.pos + end - window.offset)
    if not window.has(1):
        return Damage(offset, window.offset - offset, f"the file ends inside flow {index}, which is too large to read")
    if window.data[window.pos] != DICTIONARY:
        return _resume(window, offset, f"flow {index} does not end where its length says")
    window.pos += 1
    return Damage(offset, window.offset - offset, f"flow {index} is too large to read")


def _resume(window: Window, offset: int, reason: str) -> Damage:
    """Move to where the next flow seems to begin."""
    window.find(_NEXT)
    return Damage(offset, window.offset - offset, reason)
