"""HAR 1.2 with the persons taken out, entry by entry; what stands around the entries is kept as far as it is JSON."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from phonehome.model import Exchange
from phonehome.read.har import find_entries
from phonehome.read.json_items import LARGEST, items
from phonehome.read.window import Window
from phonehome.shield import redact_entry
from phonehome.shield.redact_entry import EMPTIED, in_utc
from phonehome.shield.redactor import NOWHERE, Redactor

# What stands before the entries, or behind them, is held as a whole.
LONGEST = 64 << 20
_OPENING, _CLOSING = b'{"log":{"entries":[', b"]}}"
_COMMENT = re.compile(rb'("(?:' + "|".join(sorted(EMPTIED)).encode() + rb')"\s*:\s*)"(?:[^"\\]|\\.)++"')
_STARTED = re.compile(rb'("startedDateTime"\s*:\s*")([0-9T:.+-]{10,40})(")')


def redact_har(file: BinaryIO, redactor: Redactor) -> Iterator[bytes]:
    """The pieces of the redacted HAR; ValueError for a file without a list of entries."""
    window, head = _opened(file)
    yield _around(head + _CLOSING, _OPENING + _CLOSING, redactor).removesuffix(_CLOSING)
    separator = b"\n"
    for number, item in enumerate(items(window, "request", LARGEST)):
        redactor.begin()
        if item.fault:
            redactor.done.leave_out(f"it is {item.fault}")
            continue
        try:
            yield separator + redact_entry.redacted(number, bytes(item.text), redactor)
        except (ValueError, msgspec.DecodeError, RecursionError) as error:
            redactor.done.leave_out(error)
            continue
        separator = b",\n"
    yield b"\n" + _around(_OPENING + _tail(window), _OPENING + _CLOSING, redactor).removeprefix(_OPENING) + b"\n"


def shown(file: BinaryIO) -> Iterator[Exchange]:
    """All that a whole HAR tells, as exchanges that can be examined; what stands around the entries comes last."""
    window, head = _opened(file)
    for number, item in enumerate(items(window, "request", LARGEST)):
        yield from redact_entry.shown(number, bytes(item.text))
    for text in (head + _CLOSING, _OPENING + _tail(window)):
        yield Exchange(0, "POST", f"https://{NOWHERE}/", body=text)


class _Kept(io.RawIOBase):
    """A file that keeps what was read of it, as long as it is asked to."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.held: bytearray | None = bytearray()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fills the buffer and says how far."""
        data = self._file.read(len(buffer))
        if self.held is not None:
            self.held += data
            if len(self.held) > LONGEST:
                raise ValueError(f"more than {LONGEST >> 20} MiB stand before the entries of the HAR")
        buffer[: len(data)] = data
        return len(data)


def _opened(file: BinaryIO) -> tuple[Window, bytes]:
    """A window that stands at the first entry, and what is before it; nothing where that is damaged."""
    kept = _Kept(file)
    window = Window(io.BufferedReader(kept))
    damage = list(find_entries(window))
    read, kept.held = bytes(kept.held or b""), None
    whole = Window(io.BytesIO(read), block=len(read) + 8)
    whole.has(window.offset)
    return window, b"" if damage else bytes(whole.data[: window.offset]).removeprefix(b"\xef\xbb\xbf")


def _tail(window: Window) -> bytes:
    """What stands behind the entries, brackets where the file lost them; nothing where that is too much to hold."""
    window.peek()
    while len(window.data) - window.pos <= LONGEST:
        if not window.more():
            return bytes(window.data[window.pos :]).strip() or _CLOSING
    while window.more():
        window.pos = len(window.data)
    return b""


def _around(data: bytes, otherwise: bytes, redactor: Redactor) -> bytes:
    """JSON beside the entries without comments, titles and what is personal; what is none is left out and counted."""
    try:
        tree = msgspec.json.decode(data)
        if _has_texts(tree):
            data, count = _COMMENT.subn(rb'\1""', data)
            redactor.done.parts["comments emptied"] += count
        data = _STARTED.sub(lambda found: found[1] + in_utc(found[2].decode()).encode() + found[3], data)
        return redactor.through(Exchange(0, "POST", f"https://{NOWHERE}/", body=data), redactor.seek).body
    except (ValueError, msgspec.DecodeError, RecursionError):
        redactor.done.parts["stretches beside the entries left out"] += 1
        return otherwise


def _has_texts(tree: object) -> bool:
    match tree:
        case dict():
            return any(name in EMPTIED or _has_texts(child) for name, child in tree.items())
        case list():
            return any(map(_has_texts, tree))
    return False
