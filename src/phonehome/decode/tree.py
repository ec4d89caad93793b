"""Trees of parsed values flattened to JSONPath-like paths, and written back with some leaves changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from phonehome.decode.codec import MOST_PARTS, Bounded, Parts
from phonehome.model import Value

_DEEPEST = 200
_MOST_PATHS = 16 << 20


def flatten(tree: object) -> Parts:
    """The leaves; nulls and empty containers tell nothing. A tree that shares its branches is bounded as well."""
    parts: Parts = []
    paths = 0
    for visited, (path, leaf) in enumerate(_leaves(tree, "$", 0)):
        paths += len(path)
        if visited > MOST_PARTS or paths > _MOST_PATHS:
            raise Bounded(f"holds more than {MOST_PARTS} values")
        if leaf is not None:
            parts.append((path, leaf))
    return parts


def changed(tree: object, wanted: dict[str, Value], path: str = "$") -> object:
    """The tree with the wanted leaves; truth values and dates stay what they are."""
    match tree:
        case dict():
            return {key: changed(child, wanted, path + step(key)) for key, child in tree.items()}
        case list():
            return [changed(child, wanted, f"{path}[{i}]") for i, child in enumerate(tree)]
        case bool():
            return wanted[path] == "true"
        case str() | int() | float() | bytes():
            return wanted[path]
        case _:
            return tree


def step(key: object) -> str:
    """One name of an object as a step of a path."""
    if isinstance(key, str):
        return f".{key}" if key.isidentifier() else f"[{json.dumps(key, ensure_ascii=False)}]"
    return f"[{key}]"


def _leaves(tree: object, path: str, depth: int) -> Iterator[tuple[str, Value | None]]:
    """Every container is told as well, as ``None``, so that also the empty ones count."""
    if depth > _DEEPEST:
        raise Bounded(f"nests deeper than {_DEEPEST}")
    match tree:
        case dict():
            yield path, None
            for key, child in tree.items():
                yield from _leaves(child, path + step(key), depth + 1)
        case list():
            yield path, None
            for i, child in enumerate(tree):
                yield from _leaves(child, f"{path}[{i}]", depth + 1)
        case _:
            yield path, _leaf(tree)


def _leaf(value: object) -> Value | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float() | bytes():
            return value
        case datetime():
            return value.isoformat()
        case None:
            return None
        case _:
            return str(value)
