"""Many patterns at once over one text: Hyperscan, or Aho-Corasick and re where Hyperscan has no wheel."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import ahocorasick_rs

try:
    import hyperscan
except ImportError:  # no wheel for this platform
    hyperscan = None  # type: ignore[assignment]

Hit = tuple[int, int]  # (number of the pattern, offset behind the match)
Shape = tuple[str, str]  # (regular expression, the characters that may not stand beside a match)
Scan = Callable[[bytes], list[Hit]]

# Hyperscan scans faster, but to compile more than this takes seconds; Aho-Corasick is ready at once.
MOST_COMPILED = 20_000


def literals(texts: Sequence[bytes], *, fast: bool = hyperscan is not None) -> Scan:
    """A scan for every occurrence of every text, ASCII case ignored; overlapping ones too."""
    if not texts:
        return lambda _: []
    if fast and len(texts) <= MOST_COMPILED:
        return _hyperscan([_escaped(text) for text in texts], hyperscan.HS_FLAG_CASELESS)
    automaton = ahocorasick_rs.BytesAhoCorasick([text.lower() for text in texts])

    def scan(blob: bytes) -> list[Hit]:
        found = automaton.find_matches_as_indexes(blob.lower(), overlapping=True)
        return sorted((number, end) for number, _, end in found)

    return scan


def patterns(shapes: Sequence[Shape], *, fast: bool = hyperscan is not None) -> Scan:
    """A scan that says where a shape may match: each at least once in every place it matches at all.

    A place is the match, or the byte behind it: what may not stand beside a match is looked at too, so that a long run
    of one character is no hit at each of its bytes.
    """
    if not shapes:
        return lambda _: []
    if fast:
        return _hyperscan([f"(?:^|[^{beside}])(?:{shape})(?:$|[^{beside}])".encode() for shape, beside in shapes], 0)
    bounded = [f"(?<![{beside}])(?:{shape})(?![{beside}])" for shape, beside in shapes]
    compiled = [(number, re.compile(shape.encode())) for number, shape in enumerate(bounded)]

    def scan(blob: bytes) -> list[Hit]:
        return [(number, match.end()) for number, shape in compiled for match in shape.finditer(blob)]

    return scan


def _hyperscan(expressions: list[bytes], flag: int) -> Scan:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    count = len(expressions)
    database.compile(expressions=expressions, ids=list(range(count)), elements=count, flags=[flag] * count)
    scratch = hyperscan.Scratch(database)
    hits: list[Hit] = []

    def collect(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        hits.append((number, end))

    def scan(blob: bytes) -> list[Hit]:
        hits.clear()
        database.scan(blob, match_event_handler=collect, scratch=scratch)
        return sorted(hits)

    return scan


def _escaped(text: bytes) -> bytes:
    return b"".join(b"\\x%02x" % octet for octet in text)
