"""From changed leaves back to the outermost values: every layer between them is closed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from phonehome.decode.closing import bytes_of
from phonehome.decode.codec import Codec
from phonehome.model import Field, Value

Change = tuple[Field, Value]


class Rewritten(Struct, frozen=True):
    """The outermost fields with their new values, and the fields whose codec could not be closed over them."""

    outer: list[Change]
    refused: list[Field]


def rewrite(changes: Iterable[Change], codecs: Sequence[Codec]) -> Rewritten:
    """Close all layers over the changed fields, the innermost first; fields of one ``Decoded`` share their parents."""
    pending = {id(field): (field, value) for field, value in changes}
    done = Rewritten([], [])
    while pending:
        deepest = max(len(field.steps) for field, _ in pending.values())
        level = [change for change in pending.values() if len(change[0].steps) == deepest]
        pending = {key: change for key, change in pending.items() if len(change[0].steps) < deepest}
        for siblings in _families(level):
            parent = siblings[0][0].parent
            if parent is None:
                done.outer.extend(siblings)
                continue
            value = _closed(parent, siblings, codecs)
            if value is None:
                done.refused.extend(field for field, _ in siblings)
            else:
                pending[id(parent)] = (parent, value)
    return done


def _families(level: list[Change]) -> list[list[Change]]:
    families: dict[tuple[int, str], list[Change]] = {}
    for change in level:
        families.setdefault((id(change[0].parent), change[0].codec), []).append(change)
    return list(families.values())


def _closed(parent: Field, siblings: list[Change], codecs: Sequence[Codec]) -> Value | None:
    """By the codec of that name that opens the parent to these paths: two are called base64."""
    changes = {field.path: value for field, value in siblings}
    for codec in codecs:
        if siblings[0][0].codec != codec.NAME:
            continue
        for coding in _codings(parent.value):
            data = bytes_of(parent.value) if coding == "utf-8" else str(parent.value).encode(coding)
            new = codec.closes(data, changes) if data else None
            if new is not None:
                return new if isinstance(parent.value, bytes) else new.decode(coding, "surrogateescape")
    return None


def _codings(value: Value) -> tuple[str, ...]:
    """A text may also be bytes that were written one character each."""
    is_odd = isinstance(value, str) and not value.isascii() and max(value) < "\u0100"
    return ("utf-8", "latin-1") if is_odd or (isinstance(value, str) and not value.isprintable()) else ("utf-8",)
