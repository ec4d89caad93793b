"""JSON (RFC 8259) flattened to JSONPath-like paths, tolerant of what a strict parser refuses or hides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import orjson

from phonehome.decode.closing import bytes_of, close, is_same, splice
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, numbered
from phonehome.model import Value

NAME = "json"
STARTS = b'{["\xef\t\n\r '
LEAST = 3
READS: Medium = "any"
SIGNS = b'{["'
KEEPS = 0

Tree = dict[str, "Tree"] | list["Tree"] | str | int | float | bool | None

_ENDS = {b"{": b"}", b"[": b"]", b'"': b'"'}
_DEEPEST = 200
# What a parsed value costs in memory: an object, an array, any other.
_OBJECT, _ARRAY, _VALUE = 230, 100, 60
_MOST_MEMORY = 80 << 20
_MOST_PATHS = 32 << 20
# Texts of up to this size may leave their paths in the memory.
_SMALL = 1 << 14
# A text with the colon that makes it a name, a number, or a word.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"(\s*:)?|-?(?:\d[\d.eE+-]*+|Infinity)|true|false|null|NaN', re.DOTALL)


class _Odd(Exception):  # noqa: N818
    """The strict parser may have hidden something: a repeated name, or digits of a long number."""


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each text, number and truth value; nulls and empty containers tell nothing."""
    if data[0] not in b'{["':
        data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    end = _ENDS.get(data[:1])
    if end is None or len(data) < 2 or not data.rstrip().endswith(end):
        return None
    if end == b'"' and b"\\" not in data:
        return None  # quotes alone hide nothing: Android writes Wi-Fi names so
    _check_memory(data)
    try:
        return _strict(data)
    except (orjson.JSONDecodeError, _Odd):
        return _tolerant(data)


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the characters of the changed values."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    """Leaves stand in the data in the order of the parts."""
    leaves = [token for token in _TOKEN.finditer(data) if not token[1] and token[0] != b"null"]
    if len(leaves) != len(parts):
        return None
    return splice(
        data,
        [
            (token.start(), token.end(), _token(token[0], new))
            for token, new, (_, old) in zip(leaves, parts.values(), opens(data, 0) or [], strict=True)
            if not is_same(old, new)
        ],
    )


def _token(old: bytes, new: Value) -> bytes:
    if old in (b"true", b"false") and new in ("true", "false"):
        return bytes_of(new)
    text = new.decode("utf-8", "surrogateescape") if isinstance(new, bytes) else new
    return json.dumps(text).encode()


def _check_memory(data: bytes) -> None:
    if len(data) < 1 << 16:
        return
    memory = _OBJECT * data.count(b"{") + _ARRAY * data.count(b"[") + _VALUE * data.count(b",")
    if memory > _MOST_MEMORY:
        raise Bounded(f"json needs more than {_MOST_MEMORY} bytes of memory")


def _strict(data: bytes) -> Parts:
    tree: Tree = orjson.loads(data)
    walk = _Walk(_paths if len(data) <= _SMALL else _new_paths)
    walk.visit(tree, "$", 0)
    if walk.names != data.count(b'":') + data.count(b'" :') - data.count(b'\\":') or walk.has_long_number:
        raise _Odd
    return walk.parts


def _tolerant(data: bytes) -> Parts | None:
    """Also NaN, lone surrogates, raw control characters, Latin-1; all digits, and repeated names as ``a[1]``."""
    try:
        tree: Tree = json.loads(_text(data), strict=False, object_pairs_hook=_members)
    except ValueError:
        return None
    except RecursionError:
        raise Bounded(f"json nests deeper than {_DEEPEST}") from None
    walk = _Walk(_new_paths)
    walk.visit(tree, "$", 0)
    return walk.parts


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _members(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    """An object whose repeated names are told apart."""
    names = numbered((name, "") for name, _ in pairs)
    return {name: value for (name, _), (_, value) in zip(names, pairs, strict=True)}


@lru_cache(maxsize=1 << 14)
def _step(name: str) -> str:
    return f".{name}" if name.isidentifier() else f"[{json.dumps(name, ensure_ascii=False)}]"


def _new_paths(path: str, names: tuple[str, ...]) -> list[str]:
    return [path + _step(name) for name in names]


# Objects of the same names come with every request: their paths are made once.
_paths = lru_cache(maxsize=1 << 11)(_new_paths)


class _Walk:
    """Collects the leaves of a tree, its number of names, and whether a number lost digits."""

    def __init__(self, paths_of: Callable[[str, tuple[str, ...]], list[str]]) -> None:
        self.paths_of = paths_of
        self.parts: Parts = []
        self.names = 0
        self.has_long_number = False
        self.paths = 0

    def _enter(self, tree: dict[str, Tree] | list[Tree], path: str, depth: int) -> None:
        """Texts and whole numbers, which most values are, are taken here without a call."""
        self._check(path, len(tree), depth)
        append, visit = self.parts.append, self.visit
        if isinstance(tree, dict):
            self.names += len(tree)
            for place, child in zip(self.paths_of(path, tuple(tree)), tree.values(), strict=True):
                if type(child) is str or type(child) is int:
                    append((place, child))
                elif type(child) is bool:
                    append((place, "true" if child else "false"))
                else:
                    visit(child, place, depth)
        else:
            for i, child in enumerate(tree):
                if type(child) is str or type(child) is int:
                    append((f"{path}[{i}]", child))
                else:
                    visit(child, f"{path}[{i}]", depth)

    def visit(self, child: Tree, path: str, depth: int) -> None:
        """Add the leaves at and under ``path``."""
        if isinstance(child, (dict, list)):
            self._enter(child, path, depth + 1)
        elif isinstance(child, bool):
            self.parts.append((path, "true" if child else "false"))
        elif child is not None:
            if isinstance(child, float) and abs(child) >= 1 << 63:
                self.has_long_number = True
            self.parts.append((path, child))

    def _check(self, path: str, children: int, depth: int) -> None:
        self.paths += len(path) * children
        if depth > _DEEPEST:
            raise Bounded(f"json nests deeper than {_DEEPEST}")
        if len(self.parts) + children > MOST_PARTS or self.paths > _MOST_PATHS:
            raise Bounded(f"json holds more than {MOST_PARTS} values")
