"""A file too long to hold, for the tests of readers that must not hold it."""

from __future__ import annotations

import io
from itertools import chain, repeat

MILLION = b" " * 1_000_000


class Long(io.BytesIO):
    """``before``, then so many million spaces, then ``after``."""

    def __init__(self, before: bytes, millions: int, after: bytes) -> None:
        super().__init__()
        self._pieces = chain([before], repeat(MILLION, millions), [after])

    def read(self, _size: int | None = -1, /) -> bytes:
        """The next piece, whatever its size."""
        return next(self._pieces, b"")
