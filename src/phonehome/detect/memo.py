"""Answers that are remembered: for questions that come with every request, asked for a whole request at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


class Memo(dict[str, Answer]):
    """What a pure function says of a text; ``map(memo.__getitem__, texts)`` asks it only of new ones.

    It forgets everything when it holds ``most`` answers.
    """

    def __init__(self, ask: Callable[[str], Answer], most: int = 1 << 16) -> None:
        super().__init__()
        self._ask = ask
        self._most = most

    def __missing__(self, text: str) -> Answer:
        """Asks, and remembers."""
        if len(self) >= self._most:
            self.clear()
        answer = self[text] = self._ask(text)
        return answer
