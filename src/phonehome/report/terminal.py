"""Text for a terminal, made from rich's parts: as wide and as coloured as the look says, the same in every shell."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, RenderableType

from phonehome.report.material import Look


def printed(parts: Iterable[RenderableType], look: Look) -> bytes:
    """The parts one below the other, without blanks at the ends of lines or of the text."""
    out = StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.colour,
        force_jupyter=False,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
        _environ={},  # a report does not change with the shell it is made in
    )
    for part in parts:
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().rstrip().splitlines()).encode()
