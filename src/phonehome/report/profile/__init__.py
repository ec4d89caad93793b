"""A profile as text, JSON or HTML: one file an output, listed here; details.py and chapters/ know the questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from phonehome.infer.profile import Profile
from phonehome.report.material import Look
from phonehome.report.profile import html, json, text


class Output(Protocol):
    """A module that writes a profile."""

    def render(self, profile: Profile, look: Look, /) -> Iterator[bytes]:
        """The profile as UTF-8, in pieces."""
        ...


FORMATS: dict[str, Output] = {"text": text, "json": json, "html": html}
