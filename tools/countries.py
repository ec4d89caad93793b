"""Packs address ranges with their countries into ``src/phonehome/knowledge/countries.bin.zst``.

    npm install --prefix /tmp/ranges @ip-location-db/geo-whois-asn-country
    python tools/countries.py /tmp/ranges/node_modules/@ip-location-db/geo-whois-asn-country

The argument is the npm package's folder (CC0-1.0; contains statistics of the Number Resource Organization, CC BY 4.0).
Its IPv6 ranges give the seat of APNIC, Australia, for blocks that APNIC handed on to national registries (all of
Japan's): there AU means "somewhere in Asia and the Pacific" and is left out.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from phonehome.knowledge.countries import FILE, Ranges, pack

KNOWLEDGE = Path(__file__).parents[1] / "src/phonehome/knowledge"
# Below an IPv6 /48 nobody is told apart.
BITS = 80

Row = tuple[int, int, str]


def main(folder: Path) -> None:
    """Writes the packed file and says how large it is."""
    four = list(merged(rows(folder / "geo-whois-asn-country-ipv4-num.csv")))
    every = list(rows(folder / "geo-whois-asn-country-ipv6-num.csv"))
    sound = [row for row in every if row[2] != "AU"]
    six = list(merged((start >> BITS, end >> BITS, code) for start, end, code in sound))
    codes = ("", *sorted({code for _, code in (*four, *six)} - {""}))
    packed = pack(ranges(four, codes), ranges(six, codes))
    (KNOWLEDGE / FILE).write_bytes(packed)
    print(f"{len(four)} and {len(six)} ranges, {len(every) - len(sound)} left out, {len(packed)} bytes")


def rows(file: Path) -> Iterator[Row]:
    """First and last address of each range, and its country."""
    with file.open(newline="") as lines:
        for first, last, code in csv.reader(lines):
            yield int(first), int(last), code


def merged(ranges: Iterator[Row]) -> Iterator[tuple[int, str]]:
    """Where the country changes; gaps have none."""
    at, country = 0, ""
    yield 0, ""
    for first, last, code in ranges:
        if first > at and country:
            yield at, ""
            country = ""
        if code != country and last >= at:
            yield max(first, at), code
            country = code
        at = max(at, last + 1)
    yield at, ""


def ranges(changes: Sequence[tuple[int, str]], codes: Sequence[str]) -> Ranges:
    """The changes with countries by number."""
    number = {code: i for i, code in enumerate(codes)}
    return Ranges([at for at, _ in changes], bytes(number[code] for _, code in changes), tuple(codes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
