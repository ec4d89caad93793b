"""Self-describing binary values walked item by item: what msgpack and CBOR have in common."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Literal, NamedTuple

from phonehome.decode.closing import is_same, splice
from phonehome.decode.codec import MOST_PARTS, Bounded, Parts, is_text
from phonehome.model import Value

Kind = Literal["leaf", "array", "map", "wrapper", "end"]
UNTIL_END = -1

_DEEPEST = 200
_MOST_PATHS = 16 << 20
_SHARE_OF_TEXT = 4
_TEXT = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xf4][\x80-\xbf]{1,3}){4}")


class Broken(Exception):  # noqa: N818
    """The bytes are no such value."""


class Item(NamedTuple):
    """One item's kind, where its content starts, its number of children, and a leaf's value (``None``: null)."""

    kind: Kind
    end: int
    size: int = 0
    value: Value | None = None


class Leaf(NamedTuple):
    """A leaf's path and value, and the stretch of data that encodes it."""

    path: str
    value: Value
    start: int
    end: int


Read = Callable[[bytes, int], Item]
Encode = Callable[[Value], bytes | None]
Resize = Callable[[bytes, int], bytes]


def leaves(data: bytes, read: Read) -> list[Leaf] | None:
    """The leaves of exactly one map or array that holds text; ``None`` for anything else."""
    walk = _Walk(data, read)
    try:
        if not _may_hold_text(data, read) or walk.visit(0, "$", 0) != len(data):
            return None
    except (Broken, IndexError):
        return None
    return walk.leaves if walk.texts * _SHARE_OF_TEXT >= len(data) or walk.names else None


def parts(found: list[Leaf] | None) -> Parts | None:
    """What a codec returns of them."""
    return None if found is None else [(leaf.path, leaf.value) for leaf in found]


def rewritten(data: bytes, found: list[Leaf], wanted: dict[str, Value], encode: Encode) -> bytes | None:
    """``data`` with the leaves that shall change encoded anew."""
    changed = [(leaf, encode(wanted[leaf.path])) for leaf in found if not is_same(wanted[leaf.path], leaf.value)]
    pieces = [(leaf.start, leaf.end, piece) for leaf, piece in changed if piece is not None]
    return splice(data, pieces) if len(pieces) == len(changed) else None


def without(data: bytes, read: Read, resize: Resize, paths: Collection[str]) -> bytes | None:
    """``data`` without what stands at those paths; ``None`` where nothing does."""
    left_out = _Without(data, read, resize, paths)
    try:
        new, _ = left_out.item(0, "$")
    except (Broken, IndexError):
        return None
    return new if left_out.count else None


class _Without:
    """Copies items one after the other, but for those that are left out."""

    def __init__(self, data: bytes, read: Read, resize: Resize, paths: Collection[str]) -> None:
        self.data, self.read, self.resize, self.paths = data, read, resize, paths
        self.count = 0

    def item(self, at: int, path: str) -> tuple[bytes, int]:
        """The bytes of an item that stay, and where the next one starts."""
        found = self.read(self.data, at)
        if found.kind == "leaf":
            return self.data[at : found.end], found.end
        if found.kind == "wrapper":
            inner, end = self.item(found.end, path)
            return self.data[at : found.end] + inner, end
        head = self.data[at : found.end]
        content, end, here = self._children(found, path)
        self.count += here
        return (self.resize(head, found.size - here) if here and found.size != UNTIL_END else head) + content, end

    def _children(self, found: Item, path: str) -> tuple[bytes, int, int]:
        at, i, gone, out = found.end, 0, 0, bytearray()
        while i != found.size:
            if found.size == UNTIL_END and self.read(self.data, at).kind == "end":
                return bytes(out) + self.data[at : at + 1], at + 1, gone
            start, below = at, f"[{i}]"
            if found.kind == "map":
                key = self.read(self.data, at)
                below, at = name(key.value), key.end
            value, end = self.item(at, path + below)
            if path + below in self.paths:
                gone += 1
            else:
                out += self.data[start:at] + value
            at, i = end, i + 1
        return bytes(out), at, gone


def name(key: Value | None) -> str:
    """A map's key as a step of a path."""
    if isinstance(key, int):
        return f"[{key}]"
    text = str(key)
    return f".{text}" if text.isidentifier() else f"[{json.dumps(text, ensure_ascii=False)}]"


def _may_hold_text(data: bytes, read: Read) -> bool:
    """A map that begins with a name, or four characters of text somewhere: most bytes are refused here."""
    head = read(data, 0)
    key = read(data, head.end).value if head.kind == "map" else None
    return (isinstance(key, str) and key.isprintable()) or (head.kind != "leaf" and _TEXT.search(data) is not None)


class _Walk:
    """Collects the leaves, how many bytes of text they hold, and whether all maps have names as keys."""

    def __init__(self, data: bytes, read: Read) -> None:
        self.data = data
        self.read = read
        self.leaves: list[Leaf] = []
        self.texts = 0
        self.names = False
        self.count = 0
        self.paths = 0

    def visit(self, at: int, path: str, depth: int) -> int:
        """Add the leaves of the item at ``at``; returns where the next item starts."""
        item = self.read(self.data, at)
        self._check(path, depth)
        match item.kind:
            case "leaf":
                self._leaf(item, path, at)
                return item.end
            case "wrapper":
                return self.visit(item.end, path, depth + 1)
            case "array" | "map":
                return self._children(item, path, depth)
            case _:
                raise Broken

    def _leaf(self, item: Item, path: str, at: int) -> None:
        if item.value is not None:
            self.leaves.append(Leaf(path, item.value, at, item.end))
        if isinstance(item.value, str):
            self.texts += item.end - at

    def _children(self, item: Item, path: str, depth: int) -> int:
        at, i, keys = item.end, 0, set[str]()
        while i != item.size:
            if item.size == UNTIL_END and self.read(self.data, at).kind == "end":
                return at + 1
            step = f"[{i}]"
            if item.kind == "map":
                step, at = self._key(at)
                if step in keys:
                    raise Broken
                keys.add(step)
            at, i = self.visit(at, path + step, depth + 1), i + 1
        return at

    def _key(self, at: int) -> tuple[str, int]:
        """A name or number as a step of a path; printable names tell a map from bytes that look like one."""
        item = self.read(self.data, at)
        key = item.value
        if item.kind != "leaf" or key is None or isinstance(key, (float, bytes)):
            raise Broken
        if isinstance(key, int):
            return name(key), item.end
        if not is_text(key.encode()):
            raise Broken
        self.names = self.names or len(key) > 1
        self.texts += len(key)
        return name(key), item.end

    def _check(self, path: str, depth: int) -> None:
        self.count += 1
        self.paths += len(path)
        if depth > _DEEPEST:
            raise Bounded(f"nests deeper than {_DEEPEST}")
        if self.count > MOST_PARTS or self.paths > _MOST_PATHS:
            raise Bounded(f"holds more than {MOST_PARTS} values")
