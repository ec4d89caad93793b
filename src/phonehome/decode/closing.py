"""The way back: data with some of its parts changed, checked by opening it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

Opens = Callable[[bytes, int], Parts | None]
Write = Callable[[bytes, dict[str, Value]], bytes | None]

ROOM = 64 << 20


def close(opens: Opens, data: bytes, changes: Mapping[str, Value], write: Write) -> bytes | None:
    """``data`` with the changed parts, as ``write`` puts them; ``None`` unless it opens to just those changes."""
    if not changes:
        return data
    parts = _parts(opens, data)
    if not changes.keys() <= {path for path, _ in parts}:
        return None
    wanted = [(path, changes.get(path, value)) for path, value in parts]
    new = write(data, dict(wanted))
    return new if new is not None and are_same(_parts(opens, new), wanted) else None


def splice(data: bytes, pieces: list[tuple[int, int, bytes]]) -> bytes:
    """``data`` with each stretch from ``start`` to ``end`` replaced, all else byte for byte as it was."""
    out, at = bytearray(), 0
    for start, end, piece in sorted(pieces):
        out += data[at:start] + piece
        at = end
    return bytes(out + data[at:])


def bytes_of(value: Value) -> bytes:
    """A value as a text codec writes it."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def is_same(one: Value, other: Value) -> bool:
    """Text and the bytes that write it are the same value; a number is only the same number."""
    if isinstance(one, (str, bytes)) and isinstance(other, (str, bytes)):
        return bytes_of(one) == bytes_of(other)
    return type(one) is type(other) and one == other


def are_same(ones: Parts, others: Parts) -> bool:
    """The same paths in the same order with the same values."""
    return len(ones) == len(others) and all(
        path == other_path and is_same(value, other)
        for (path, value), (other_path, other) in zip(ones, others, strict=True)
    )


def _parts(opens: Opens, data: bytes) -> Parts:
    try:
        return (opens(data, ROOM) if data else None) or []
    except Bounded:
        return []
