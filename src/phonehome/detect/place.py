"""The owner's places: coordinates rounded to three or more decimals, and as integers times 10^6 or 10^7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from msgspec import Struct

from phonehome.detect.clue import Clue
from phonehome.detect.records import stamp
from phonehome.detect.request import Request
from phonehome.detect.scan import literals
from phonehome.model import Certainty, Owner, Reason

# A number that is no part of a longer number, version or word; hemispheres may follow (52.5163N).
_NUMBER = re.compile(rb"(?<![\d.])-?(?:\d{1,3}\.\d{3,20}(?![\d]|\.\d)|(?<!\w)\d{6,10}(?![\w.]))")
# Three decimals are about 111 m of latitude; a whole unit also takes in a value that was cut instead of rounded.
NEAR, CLOSE = 0.001, 0.0001
_THOUSANDTH = Decimal("0.001")
_LEAST_DIGITS = 3


class Coordinate(Struct, frozen=True, gc=False):
    """One coordinate of one of the owner's places."""

    place: str
    axis: str
    value: float


class Sighting(Struct, frozen=True, gc=False):
    """A number in a request that is one of these coordinates."""

    coordinate: Coordinate
    field: int
    text: str
    close: bool


class Place:
    """Looks for the owner's coordinates; one alone is weaker than a latitude and a longitude together."""

    def __init__(self, owner: Owner) -> None:
        self._sought = [
            (text, Coordinate(value, axis, float(degrees)))
            for value in owner.values.get("location", ())
            for axis, degrees in zip(("latitude", "longitude"), value.split(","), strict=False)
            for text in _beginnings(degrees.strip())
        ]
        self._scan = literals([text for text, _ in self._sought])

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every number that is one of the owner's coordinates."""
        hits = self._scan(request.blob)
        if not hits:
            return
        seen = dict.fromkeys(sighting for number, end in hits for sighting in self._sight(request, number, end))
        axes = {(sighting.coordinate.place, sighting.coordinate.axis) for sighting in seen}
        for sighting in seen:
            here = sighting.coordinate
            paired = {(here.place, "latitude"), (here.place, "longitude")} <= axes
            certainty = "confirmed" if paired else _alone(sighting)
            if certainty:
                how = "with its other coordinate in the same request" if paired else "without its other coordinate"
                reason = Reason("known", f"{here.axis} of the owner's place, {how}", "owner.toml")
                yield Clue("location", certainty, sighting.text, request.fields[sighting.field], reason)

    def _sight(self, request: Request, number: int, end: int) -> Iterator[Sighting]:
        text, coordinate = self._sought[number]
        start = end - len(text)
        if start and request.blob[start - 1] == ord("-"):
            start -= 1
        match = _NUMBER.match(request.blob, start)
        if match is None:
            return
        off = _distance(match[0], coordinate.value)
        if off < NEAR:
            yield Sighting(coordinate, request.locate(start).field, match[0].decode(), off < CLOSE)


def _alone(sighting: Sighting) -> Certainty | None:
    """Whole numbers are many, and some are times: alone they say little."""
    if "." in sighting.text:
        return "likely" if sighting.close else "possible"
    return "possible" if sighting.close and stamp(int(sighting.text)) is None else None


def _beginnings(degrees: str) -> list[bytes]:
    value = abs(Decimal(degrees))
    texts = {str(value.quantize(_THOUSANDTH, rounding=way)) for way in (ROUND_DOWN, ROUND_UP)}
    whole = {text.replace(".", "").lstrip("0") for text in texts}
    return sorted(text.encode() for text in texts | {digits for digits in whole if len(digits) >= _LEAST_DIGITS})


def _distance(text: bytes, degrees: float) -> float:
    number = float(text)
    if b"." in text:
        return abs(number - degrees)
    return min(abs(number / 10**power - degrees) for power in (6, 7))
