"""A report as text, JSON, HTML, SARIF, CSV, quotes or letters: one file an output, listed here.

A new output is a file with ``render(material)`` and a line in ``FORMATS``. Not in ``__init__``: words need no charts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from phonehome.report import csv, html, json, letter, quote, sarif, text
from phonehome.report.material import Material


class Output(Protocol):
    """A module that writes a report."""

    def render(self, material: Material, /) -> Iterator[bytes]:
        """The report as UTF-8, in pieces."""
        ...


FORMATS: dict[str, Output] = {
    "text": text,
    "json": json,
    "html": html,
    "sarif": sarif,
    "csv": csv,
    "quote": quote,
    "letter": letter,
}
