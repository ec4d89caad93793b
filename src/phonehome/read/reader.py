"""What every capture format offers: a name, a claim on the first bytes, and its exchanges in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from phonehome.model import Damage, Exchange

HEAD = 64 * 1024


class Reader(Protocol):
    """A file of this folder, seen as a value: a module with these three names."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """What the format is called."""
        ...

    def recognises(self, head: bytes) -> bool:
        """Whether a capture that begins with ``head`` (its first ``HEAD`` bytes, or all of it) is of this format."""
        ...

    def read(self, file: BinaryIO) -> Iterator[Exchange | Damage]:
        """The capture's exchanges in its order, and each stretch that could not be read.

        Raises ValueError, with one sentence, when there is nothing to read at all.
        """
        ...
