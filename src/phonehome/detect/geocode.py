"""The owner's places as geohash (G. Niemeyer, 2008) and as plus code (Open Location Code, Google, 2014).

Both cut the globe into ever smaller cells; a token that names a cell of about a kilometre or less counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from phonehome.detect.clue import Clue
from phonehome.detect.request import Request
from phonehome.detect.scan import literals
from phonehome.model import Owner, Reason

GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
PLUS = "23456789CFGHJMPQRVWX"
# Six characters of a geohash are about 1.2 km x 0.6 km, eight digits of a plus code 275 m.
LEAST_GEOHASH, MOST_GEOHASH = 6, 12
_SURE_GEOHASH = 7


def geohash(latitude: float, longitude: float, size: int = MOST_GEOHASH) -> str:
    """The geohash of a place: longitude and latitude bits in turn, five to a character."""
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    number = 0
    for bit in range(5 * size):
        low, high = ranges[bit % 2]
        middle = (low + high) / 2
        above = (longitude, latitude)[bit % 2] >= middle
        number = number << 1 | above
        ranges[bit % 2] = [middle, high] if above else [low, middle]
    return "".join(GEOHASH[number >> 5 * (size - 1 - place) & 31] for place in range(size))


def plus_code(latitude: float, longitude: float) -> str:
    """The full plus code of a place with ten digits (about 14 m)."""
    north = int(round((min(latitude, 89.9999) + 90) * 8000, 6))
    east = int(round((longitude % 360 + 180) % 360 * 8000, 6))
    digits = ""
    for _ in range(5):
        digits = PLUS[north % 20] + PLUS[east % 20] + digits
        north, east = north // 20, east // 20
    return f"{digits[:8]}+{digits[8:]}"


class Geocode:
    """Looks for cells round the owner's places."""

    def __init__(self, owner: Owner) -> None:
        places = [value.split(",") for value in owner.values.get("location", ()) if "," in value]
        cells: list[tuple[str, str]] = []
        for latitude, longitude in places:
            cells.append((geohash(float(latitude), float(longitude))[:LEAST_GEOHASH], "geohash"))
            cells.append((plus_code(float(latitude), float(longitude))[:9], "plus code"))
        self._hashes = {geohash(float(latitude), float(longitude)) for latitude, longitude in places}
        self._cells = cells
        self._scan = literals([cell.encode() for cell, _ in cells])

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every token that names a cell round one of the places."""
        for number, end in self._scan(request.blob):
            cell, system = self._cells[number]
            piece = request.locate(end - 1)
            text = request.blob[piece.start : piece.end].decode(errors="replace")
            if piece.in_path or not text.lower().startswith(cell.lower()):
                continue
            if system == "plus code" or self._is_cell(text):
                sure = system == "plus code" or len(text) >= _SURE_GEOHASH
                reason = Reason("known", f"{system} of the owner's place", "owner.toml")
                yield Clue("location", "confirmed" if sure else "possible", text, request.fields[piece.field], reason)

    def _is_cell(self, text: str) -> bool:
        """Whether the text is a geohash that agrees with a place as far as its first eight characters go."""
        if not LEAST_GEOHASH <= len(text) <= MOST_GEOHASH or not set(text.lower()) <= set(GEOHASH):
            return False
        return any(code.startswith(text.lower()[:_SURE_GEOHASH]) for code in self._hashes)
