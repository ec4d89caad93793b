"""Numbers and characters that a seed decides: HMAC (RFC 2104) over their places."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence

from msgspec import Struct


class Digits(Struct, frozen=True):
    """An endless supply of numbers that a seed decides."""

    seed: bytes

    def number(self, place: int, below: int) -> int:
        """The number at a place, from 0."""
        digest = hmac.digest(self.seed, place.to_bytes(4), "sha256")
        return int.from_bytes(digest[:16]) % below

    def text(self, count: int, alphabet: str = "0123456789", start: int = 0) -> str:
        """That many characters."""
        return "".join(alphabet[self.number(start + place, len(alphabet))] for place in range(count))

    def one(self, choices: Sequence[str], place: int = 0) -> str:
        """One of some texts."""
        return choices[self.number(place, len(choices))]


Make = Callable[[str, Digits], str]
