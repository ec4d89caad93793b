"""What looks like an identifier, a name, a place or free text: no metric may ask for it (refused.toml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct, field

_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")
# What may stand around an identifier within a value: "phone (490154203237518)".
_AROUND = ".,;:'\"()[]="


class _Refused(Struct, frozen=True, forbid_unknown_fields=True):
    kinds: frozenset[str]
    words: frozenset[str]
    shapes: dict[str, str] = field(name="shape")


class _Row(Struct, frozen=True):
    kind: str
    names: tuple[str, ...]
    glued: bool = False


class _Names(Struct, frozen=True):
    """The part of knowledge/names.toml that is asked: read here, for a phone has no use for the other tables."""

    rows: tuple[_Row, ...] = field(name="name")


def named_like(name: str) -> str:
    """The kind or word of personal data that a metric or attribute is called after; empty if none."""
    words = [word.lower() for word in _WORDS.split(name) if word]
    refused = next((word for word in words if word in _refused().words), "")
    return refused or _kind_of("".join(words))


def shaped_like(value: str) -> str:
    """What a value of a list, or a word in it, looks like that no list should hold; empty if nothing."""
    shapes = _refused().shapes.items()
    parts = [value, *(part.strip(_AROUND) for part in value.split())]
    return next((what for part in parts for what, shape in shapes if re.fullmatch(shape, part, re.DOTALL)), "")


def _kind_of(name: str) -> str:
    exact, glued = _known()
    if name in exact:
        return exact[name]
    return next((kind for end, kind in glued if name.endswith(end)), "")


@cache
def _known() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    text = (files("phonehome.knowledge") / "names.toml").read_text(encoding="utf-8")
    kinds = _refused().kinds
    rows = [row for row in msgspec.toml.decode(text, type=_Names).rows if row.kind in kinds]
    exact = {name: row.kind for row in rows for name in row.names}
    return exact, tuple((name, row.kind) for row in rows if row.glued for name in row.names)


@cache
def _refused() -> _Refused:
    text = (files("phonehome.telemetry") / "refused.toml").read_text(encoding="utf-8")
    return msgspec.toml.decode(text, type=_Refused)
