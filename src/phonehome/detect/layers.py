"""Chains of layers as endpoint tables write them: without compression, escapes and counted repetitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from phonehome.model import Field

# Layers that change how a payload travels, not what it means.
TRANSPARENT = frozenset(
    ("gzip", "zlib", "deflate", "brotli", "zstd", "lz4", "snappy", "percent", "quoted", "entities", "utf16")
)
_INDEX = re.compile(r"\[\d+\]")
_REPEATED = re.compile(r"(?<=.)\[\d+\]$")

Names = tuple[str, str]


class Place(Struct, frozen=True, gc=False):
    """A field by its ``number``, with its chain of layers as it is and as tables write it."""

    number: int
    path: str
    general: str


def places(fields: Sequence[Field]) -> list[Place]:
    """The place of every field, in their order."""
    outer: dict[int, Names] = {}
    return [Place(number, *_chain(field, outer)) for number, field in enumerate(fields)]


def below(opens: str, everything: Sequence[Place]) -> list[Place]:
    """The places below some layers, with their paths from there on."""
    return list(_below(opens, everything)) if opens else list(everything)


def without_transparent(chain: str) -> str:
    """A table's chain as chains of places are."""
    return " > ".join(step for step in chain.split(" > ") if step not in TRANSPARENT)


def starts(chain: str, opens: str) -> bool:
    """The chain goes through these layers."""
    return chain.startswith(opens) and chain[len(opens) :][:1] in {"", " "}


def _below(opens: str, everything: Sequence[Place]) -> Iterator[Place]:
    for place in everything:
        if starts(place.general, opens):
            # Layers above the payload are written without indexes; the path before it may have them.
            above = opens.count(" ")
            yield Place(place.number, _after(place.path, above), _after(place.general, above))


def _after(chain: str, words: int) -> str:
    return chain.split(" ", words + 1)[-1].removeprefix("> ") if chain.count(" ") > words else ""


def _chain(field: Field, outer: dict[int, Names]) -> Names:
    parent = field.parent
    if parent is None:
        return _step(field.codec, field.path)
    above = outer.get(id(parent))
    if above is None:
        above = outer[id(parent)] = _chain(parent, outer)
    if field.codec in TRANSPARENT:
        return above
    path, general = _step(field.codec, field.path)
    return f"{above[0]} > {path}", f"{above[1]} > {general}"


@lru_cache(maxsize=1 << 16)
def _step(codec: str, path: str) -> Names:
    if not path:
        return codec, codec
    return f"{codec} {path}", f"{codec} {_general(codec, path)}"


def _general(codec: str, path: str) -> str:
    if codec == "protobuf":
        return _INDEX.sub("", path)
    if codec != "json":
        path = _REPEATED.sub("", path)
    return _INDEX.sub("[]", path)
