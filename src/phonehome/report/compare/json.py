"""Writes a comparison as JSON; times are ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from phonehome.infer.change import Comparison
from phonehome.infer.sides import Side
from phonehome.report.json import encoded
from phonehome.report.material import Look
from phonehome.report.words import iso

VERSION = 1


def render(comparison: Comparison, _: Look) -> Iterator[bytes]:
    """The comparison as one JSON object."""
    sides = {"before": _side(comparison.before), "after": _side(comparison.after)}
    whole: dict[str, object] = msgspec.to_builtins(comparison)
    yield msgspec.json.format(encoded({"version": VERSION, **whole, **sides}), indent=1) + b"\n"


def _side(side: Side) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(side)
    return {**plain, "first": iso(side.first), "last": iso(side.last)}
