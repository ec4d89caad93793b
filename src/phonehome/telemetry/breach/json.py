"""Writes what a leak would expose as JSON. No value of the table stands in it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from phonehome.report.json import encoded
from phonehome.report.material import Look
from phonehome.telemetry.breach.measured import Breach

VERSION = 1


def render(breach: Breach, _: Look) -> Iterator[bytes]:
    """One JSON object."""
    whole: dict[str, object] = msgspec.to_builtins(breach)
    yield msgspec.json.format(encoded({"version": VERSION, **whole}), indent=1) + b"\n"
