"""A comparison as text, JSON or HTML: one file an output, listed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from phonehome.infer.change import Comparison
from phonehome.report.compare import html, json, text
from phonehome.report.material import Look


class Output(Protocol):
    """A module that writes a comparison."""

    def render(self, comparison: Comparison, look: Look, /) -> Iterator[bytes]:
        """The comparison as UTF-8, in pieces."""
        ...


FORMATS: dict[str, Output] = {"text": text, "json": json, "html": html}
