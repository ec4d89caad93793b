"""The proof as a page: titles, sentences and tables, as Markdown and for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from rich import box
from rich.table import Table

# A text so long is no figure.
_SENTENCE = 60


class Figures(Struct, frozen=True):
    """A table: the head of each column, and rows of as many texts; the first is a name, the others are figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(Struct, frozen=True):
    """A part of the page: its title, what is to be known before its table and after it."""

    title: str
    before: str
    figures: Figures
    after: str = ""


def markdown(title: str, opening: str, sections: Iterable[Section]) -> str:
    """The page as a file of docs/."""
    parts = [f"# {title}", opening, *(part for one in sections for part in _section(one))]
    return "\n\n".join(parts) + "\n"


def terminal(section: Section) -> Table:
    """A section's table for rich."""
    table = Table(title=section.title, box=box.SIMPLE_HEAD, title_justify="left")
    for place, name in enumerate(section.figures.head):
        table.add_column(name, justify="right" if _is_number(section.figures, place) else "left", overflow="fold")
    for row in section.figures.rows:
        table.add_row(*row)
    return table


def _section(one: Section) -> Iterator[str]:
    yield f"## {one.title}"
    yield from filter(None, (one.before, "\n".join(_lines(one.figures)), one.after))


def _lines(figures: Figures) -> Iterator[str]:
    yield _line(figures.head)
    yield "|" + "|".join("---:" if _is_number(figures, place) else "---" for place in range(len(figures.head))) + "|"
    yield from map(_line, figures.rows)


def _is_number(figures: Figures, place: int) -> bool:
    """Whether a column is written to the right: not the first, and none with sentences."""
    return place > 0 and max((len(row[place]) for row in figures.rows), default=0) < _SENTENCE


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"
