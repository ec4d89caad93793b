"""JSON (RFC 8259) as brackets and strings: where a value ends, whatever is in it.

Nothing is decoded and every byte is looked at a fixed number of times, so a broken or hostile file costs no more
than a good one.
"""

from __future__ import annotations

import re

from phonehome.read.window import Window

_STRING = rb'[^"\\]*+(?:\\.[^"\\]*+)*+'
_IN_STRING = re.compile(_STRING, re.DOTALL)
_TO_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"' + _STRING + rb'"[^"{}\[\]]*+)*+', re.DOTALL)
_TO_DELIMITER = re.compile(rb'[^"{}\[\],]*+(?:"' + _STRING + rb'"[^"{}\[\],]*+)*+', re.DOTALL)

END = -1
QUOTE, COMMA, COLON = b'",:'
OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY = b"{}[]"
_DEPTH = {OPEN_OBJECT: 1, OPEN_ARRAY: 1, CLOSE_OBJECT: -1, CLOSE_ARRAY: -1}


def enter(window: Window, key: bytes) -> bool:
    """Move from inside an object to the value of ``key``; false where the object ends or breaks before it."""
    while (byte := window.peek()) in {COMMA, QUOTE}:
        if byte == COMMA:
            window.pos += 1
        elif (name := _member(window)) == b'"' + key + b'"':
            return True
        elif name is None or not skip(window):
            return False
    return False


def skip(window: Window) -> bool:
    """Move behind the value that begins here; false when the file ends inside it."""
    if window.peek() in {OPEN_OBJECT, OPEN_ARRAY}:
        return leave(window, 0)
    return _stop(window, _TO_DELIMITER) != END


def leave(window: Window, depth: int) -> bool:
    """Move behind the bracket that closes ``depth`` open ones (0: the one that opens here); false at the end."""
    while (byte := _stop(window, _TO_BRACKET)) != END:
        window.pos += 1
        depth += _DEPTH[byte]
        if depth <= 0:
            return True
    return False


def _member(window: Window) -> bytes | None:
    """The name, in quotes, of the member that begins here; ``None`` where none does."""
    begin = window.offset
    window.pos += 1
    if not _leave_string(window):
        return None
    name = window.held(window.offset - begin)
    if window.peek() != COLON:
        return None
    window.pos += 1
    return name


def _stop(window: Window, pattern: re.Pattern[bytes]) -> int:
    """Move to the next byte outside strings at which the pattern stops, and return it."""
    while True:
        window.pos = _end(pattern, window)
        if window.pos == len(window.data):
            if not window.more():
                return END
        elif window.data[window.pos] != QUOTE:
            return window.data[window.pos]
        else:
            window.pos += 1
            if not _leave_string(window):
                return END


def _leave_string(window: Window) -> bool:
    """Move from inside a string behind its closing quote; false when the file ends first."""
    while True:
        window.pos = _end(_IN_STRING, window)
        if window.data[window.pos : window.pos + 1] == b'"':
            window.pos += 1
            return True
        if not window.more():
            window.pos = len(window.data)
            return False


def _end(pattern: re.Pattern[bytes], window: Window) -> int:
    found = pattern.match(window.data, window.pos)
    return found.end() if found else window.pos
