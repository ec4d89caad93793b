"""The payload around a finding, from the exchange itself: what a report reads from a case, before there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from phonehome.detect.request import text_of
from phonehome.engine import Examined
from phonehome.model import Field, Finding, Line, Step

_BEFORE, _AFTER = 4, 4
_LONGEST = 240

_INWARD = re.compile(r"[.\[]")

Layer = tuple[tuple[Step, ...], str]


def cut(text: str) -> str:
    """A text short enough to be kept."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Proof:
    """The fields of one exchange by layer, sorted out only when a line of proof is wanted."""

    def __init__(self, examined: Examined) -> None:
        self._examined = examined

    def lines(self, finding: Finding) -> tuple[Line, ...]:
        """The fields that stand next to the found one in its message, and the kinds found in each."""
        *outer, last = finding.location.steps
        layer = (tuple(outer), last.codec)
        fields, places = self._layers.get(layer, ([], {}))
        at = places.get(last.path)
        if at is None:
            at = next((number for number, field in enumerate(fields) if _is_within(field.path, last.path)), None)
        if at is None:
            return ()
        near = fields[max(0, at - _BEFORE) : at + _AFTER + 1]
        return tuple(Line(cut(field.path), cut(text_of(field.value)), self._kinds_at(layer, field)) for field in near)

    def _kinds_at(self, layer: Layer, field: Field) -> tuple[str, ...]:
        found = self._kinds.get(layer, {})
        return tuple(sorted({kind for path in _above(field.path) for kind in found.get(path, ())}))

    @cached_property
    def _layers(self) -> dict[Layer, tuple[list[Field], dict[str, int]]]:
        """The fields of each layer, and where in it each path stands first."""
        layers: dict[Layer, tuple[list[Field], dict[str, int]]] = {}
        outer: dict[int, tuple[Step, ...]] = {}
        for field in self._examined.decoded.fields:
            fields, places = layers.setdefault((_steps(field.parent, outer), field.codec), ([], {}))
            places.setdefault(field.path, len(fields))
            fields.append(field)
        return layers

    @cached_property
    def _kinds(self) -> dict[Layer, dict[str, set[str]]]:
        layers: dict[Layer, dict[str, set[str]]] = {}
        for finding in self._examined.findings:
            if finding.certainty != "dummy":
                *outer, last = finding.location.steps
                found = layers.setdefault((tuple(outer), last.codec), {})
                found.setdefault(last.path, set()).add(finding.kind)
        return layers


def _steps(parent: Field | None, known: dict[int, tuple[Step, ...]]) -> tuple[Step, ...]:
    if parent is None:
        return ()
    if id(parent) not in known:
        known[id(parent)] = parent.steps
    return known[id(parent)]


def _is_within(path: str, outer: str) -> bool:
    return not outer or path.startswith((f"{outer}.", f"{outer}["))


def _above(path: str) -> Sequence[str]:
    """A path and those that it lies within: ``$.a[0].b``, ``$.a[0]``, ``$.a``, ``$`` and the empty one."""
    return [path, *(path[: match.start()] for match in _INWARD.finditer(path)), ""]
