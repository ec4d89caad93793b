"""What left in one exchange, decoded, with all its text in one piece so that one scan sees every value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from phonehome.model import Exchange, Field, Value


class Piece(Struct, frozen=True, gc=False):
    """A stretch of the blob: the path or the value of a field, by byte offsets."""

    field: int
    in_path: bool
    start: int
    end: int


class Request(Struct, frozen=True, gc=False):
    """An exchange, the fields it was decoded to, and ``blob``: path and value of each field, NUL between them.

    A path begins with those of the layers above it, where no field before told them; ``paths`` are the bare ones.

    ``ends`` holds for each of these pieces the offset behind it (its NUL included).
    """

    exchange: Exchange
    fields: Sequence[Field]
    paths: list[str]
    texts: list[str]
    blob: bytes
    ends: list[int]

    def locate(self, offset: int) -> Piece:
        """The piece of the blob that holds the byte at ``offset``."""
        return self.piece(self.place(offset))

    def place(self, offset: int) -> int:
        """The number of the piece that holds the byte at ``offset``."""
        return bisect_right(self.ends, offset)

    def piece(self, number: int) -> Piece:
        """The piece of that number."""
        start = self.ends[number - 1] if number else 0
        return Piece(number >> 1, not number & 1, start, self.ends[number] - 1)

    def text(self, piece: Piece) -> str:
        """What stands in a piece."""
        if piece.in_path:
            return self.blob[piece.start : piece.end].decode("utf-8", "replace")
        return self.texts[piece.field]


def text_of(value: Value) -> str:
    """A value as text; bytes one character an octet."""
    if isinstance(value, str):
        return value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def texts_of(fields: Iterable[Field]) -> list[str]:
    """The values of fields as text."""
    return [value if isinstance(value := field.value, str) else text_of(value) for field in fields]


def request_of(exchange: Exchange, fields: Sequence[Field]) -> Request:
    """One exchange made ready for every detector."""
    paths, texts = [field.path for field in fields], texts_of(fields)
    pieces = [""] * (2 * len(texts))
    pieces[::2], pieces[1::2] = paths, texts
    told: set[int] = set()
    last: Field | None = None
    for number, field in enumerate(fields):
        if (parent := field.parent) is not last:  # fields of one layer stand together
            last = parent
            if parent is not None and id(parent) not in told:
                pieces[2 * number] = _path(field, told)
    joined = "\0".join(pieces)
    if joined.isascii():
        return Request(exchange, fields, paths, texts, joined.encode(), _ends(map(len, pieces)))
    raw = [_raw(fields[number >> 1], piece, in_path=not number & 1) for number, piece in enumerate(pieces)]
    return Request(exchange, fields, paths, texts, b"\0".join(raw), _ends(map(len, raw)))


def _path(field: Field, told: set[int]) -> str:
    path, outer = field.path, field.parent
    while outer is not None and id(outer) not in told:
        told.add(id(outer))
        path = f"{outer.path} > {path}" if outer.path else path
        outer = outer.parent
    return path


def _raw(field: Field, piece: str, *, in_path: bool) -> bytes:
    if isinstance(field.value, bytes) and not in_path:
        return field.value
    return piece.encode("utf-8", "surrogatepass")


def _ends(sizes: Iterable[int]) -> list[int]:
    return list(accumulate(map((1).__add__, sizes)))
