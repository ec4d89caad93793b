"""A check as text, JSON, SARIF or JUnit XML: one file an output, listed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from phonehome.report.check import json, junit, sarif, text
from phonehome.report.check.material import Checked


class Output(Protocol):
    """A module that writes a check."""

    def render(self, checked: Checked, /) -> Iterator[bytes]:
        """The check as UTF-8, in pieces."""
        ...


FORMATS: dict[str, Output] = {"text": text, "json": json, "sarif": sarif, "junit": junit}
