"""What a call of the command line answers, and how one is made."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from msgspec import Struct


class Said(Struct, frozen=True):
    """Exit code, output and complaints."""

    code: int
    out: str
    err: str


class Phonehome(Protocol):
    """``phonehome`` with these arguments."""

    def __call__(self, *arguments: str | Path) -> Said: ...


def refused(sentence: str) -> Said:
    return Said(2, "", f"phonehome: {sentence}\n")
