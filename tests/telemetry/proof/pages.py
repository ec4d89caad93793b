"""The proof's page, read back: its tables by title."""

from __future__ import annotations

Row = tuple[str, ...]
Page = dict[str, tuple[Row, ...]]
TOLD = "What the recipient can tell of a phone"


def parsed(text: str) -> Page:
    """Each section's table with its head as first row, without the line below that."""
    sections = (part.split("\n", 1) for part in text.split("\n## ")[1:])
    return {title: tuple(_rows(rest)) for title, rest in sections}


def told(page: Page) -> dict[str, Row]:
    """The table about persons: row by name, what 2017 and telemetry have there."""
    return {row[0]: row[1:] for row in page[TOLD]}


def share(text: str) -> float:
    """``3 of 4`` as a share."""
    some, _, rest = text.partition(" of ")
    return int(some) / int(rest.split()[0])


def _rows(text: str) -> list[Row]:
    lines = [line for line in text.splitlines() if line.startswith(("| ", "|  |"))]
    return [tuple(cell.strip() for cell in line[1:-1].split(" | ")) for line in lines]
