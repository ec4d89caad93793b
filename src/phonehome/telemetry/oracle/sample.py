"""One report: the value's cell and random bytes to a number below the oracle's outputs, four bytes on the wire."""

from __future__ import annotations

from collections.abc import Callable

from phonehome.telemetry.oracle.geometry import on_hyperplane
from phonehome.telemetry.oracle.oracle import WORD, Oracle

Source = Callable[[int], bytes]  # secrets.token_bytes, or bytes that a test has written down

REPORT_BYTES = 4


def report(oracle: Oracle, cell: int, source: Source) -> int:
    """Tells a cell. Takes eight bytes for whether an own output is told, then eight or more for which output."""
    if not 0 <= cell < oracle.cells:
        raise ValueError(f"cell {cell} is none of the {oracle.cells} that can be told")
    told = _word(source) < oracle.threshold
    return output(oracle, cell, told, below(oracle.own if told else oracle.outputs, source))


def output(oracle: Oracle, cell: int, told: bool, rank: int) -> int:  # noqa: FBT001
    """The cell's own output with this rank if ``told``, else the output with this rank of all."""
    if not told:
        return rank
    return on_hyperplane(cell, rank, oracle.order) if oracle.order else cell


def below(bound: int, source: Source) -> int:
    """A number below ``bound``, each exactly as likely: words of the last, incomplete round are drawn again."""
    complete = WORD - WORD % bound
    while (word := _word(source)) >= complete:
        continue
    return word % bound


def packed(told: int) -> bytes:
    """A report as it is sent: as long for every metric and value, little-endian."""
    return told.to_bytes(REPORT_BYTES, "little")


def _word(source: Source) -> int:
    return int.from_bytes(source(8), "big")
