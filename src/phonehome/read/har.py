"""HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), read as a stream of entries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from phonehome.model import Damage, Exchange
from phonehome.read import har_lenient
from phonehome.read.har_entry import exchange
from phonehome.read.har_schema import ENTRY, Entry
from phonehome.read.json_items import Item, items
from phonehome.read.json_scan import CLOSE_ARRAY, END, OPEN_ARRAY, OPEN_OBJECT, enter, leave
from phonehome.read.reader import HEAD
from phonehome.read.window import Window

NAME = "HAR"
_FAULTS = {"cut off": "the file ends inside entry {}", "too large": "entry {} is too large to read"}
_ENTRIES = re.compile(rb'"entries"\s*:\s*\[')


def recognises(head: bytes) -> bool:
    """Whether this is a JSON object with a ``log``, however damaged, or a large one whose ``log`` may come later."""
    window = Window(io.BytesIO(head))
    if not _open(window, OPEN_OBJECT):
        return False
    return enter(window, b"log") or (len(head) >= HEAD and window.peek() == END)


def read(file: BinaryIO) -> Iterator[Exchange | Damage]:
    """The HAR's exchanges in its order, and each stretch of it that could not be read.

    ``index`` counts every entry, readable or not. Raises ValueError where no list of entries is found.
    """
    window = Window(file)
    yield from find_entries(window)
    index, item = -1, None
    for index, item in enumerate(items(window, "request")):
        yield _read_item(index, item)
    if item is None or item.fault != "cut off":
        yield from _end(window, index + 1)


def find_entries(window: Window) -> Iterator[Damage]:
    """Move into the list of entries, and tell what is damaged before it; ValueError where there is none."""
    if window.peek() == END:
        raise ValueError("the file is empty")
    if not (_open(window, OPEN_OBJECT) and enter(window, b"log")):
        raise ValueError('not a HAR: no JSON object with a "log"')
    if not _open(window, OPEN_OBJECT):
        raise ValueError('not a HAR: its "log" is no object')
    if not enter(window, b"entries"):
        yield _search_entries(window)
    elif not _open(window, OPEN_ARRAY):
        raise ValueError('a HAR whose "entries" are no list')


def _search_entries(window: Window) -> Damage:
    """Where what comes before the entries is damaged, their name may still stand in the memory."""
    found = _ENTRIES.search(window.data)
    if found is None:
        raise ValueError('a HAR without its "entries"')
    begin = window.offset - window.pos
    window.pos = found.end()
    return Damage(begin, found.start(), "what comes before the entries is not valid JSON")


def _open(window: Window, bracket: int) -> bool:
    """Move behind this bracket, if it comes next."""
    if window.peek() != bracket:
        return False
    window.pos += 1
    return True


def _read_item(index: int, item: Item) -> Exchange | Damage:
    if item.fault:
        return Damage(item.offset, item.length, _FAULTS[item.fault].format(index))
    if memoryview(item.text)[0] != OPEN_OBJECT:
        return Damage(item.offset, item.length, f"entry {index} is no object")
    entry = _decode(item)
    if entry is None:
        return Damage(item.offset, item.length, f"entry {index} is not valid JSON")
    return exchange(index, entry) or Damage(item.offset, item.length, f"entry {index} has no request")


def _decode(item: Item) -> Entry | None:
    try:
        return ENTRY.decode(item.text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return har_lenient.entry(bytes(item.text))


def _end(window: Window, count: int) -> Iterator[Damage]:
    """What stands behind the entries: closing brackets, perhaps other members, and nothing more."""
    window.keep = 0
    if window.peek() == END:
        yield _unclosed(window, count)
    elif not _open(window, CLOSE_ARRAY):
        yield _rest(window, "bytes behind the entries belong to nothing")
    elif not leave(window, 2):
        yield _unclosed(window, count)
    elif window.peek() != END:
        yield _rest(window, "bytes behind the end of the HAR belong to nothing")


def _unclosed(window: Window, count: int) -> Damage:
    return Damage(window.offset, 0, f"the file ends before its closing brackets; its {count} entries are whole")


def _rest(window: Window, reason: str) -> Damage:
    begin = window.offset
    window.pos = len(window.data)
    while window.more():
        window.pos = len(window.data)
    return Damage(begin, window.offset - begin, reason)
