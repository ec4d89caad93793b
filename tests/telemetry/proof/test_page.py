from __future__ import annotations

from rich.console import Console

from phonehome.telemetry.proof.page import Figures, Section, markdown, terminal

SECTION = Section("Means", "Before.", Figures(("of", "truth"), (("a|b", "1"), ("c", "2"))), "After.")


def test_the_page_is_markdown() -> None:
    assert markdown("Proof", "Opening.", [SECTION]) == (
        "# Proof\n\nOpening.\n\n## Means\n\nBefore.\n\n| of | truth |\n|---|---:|\n| a\\|b | 1 |\n| c | 2 |\n\nAfter.\n"
    )


def test_sentences_are_written_from_the_left() -> None:
    said = Section("Leaks", "", Figures(("of", "rows", "headline"), (("a", "1", "word " * 20),)))
    assert "\n|---|---:|---|\n" in markdown("Proof", "", [said])


def test_the_terminal_shows_every_figure() -> None:
    console = Console(width=80)
    with console.capture() as said:
        console.print(terminal(SECTION))
    assert [line.split() for line in said.get().splitlines() if line.strip()][3:] == [["a|b", "1"], ["c", "2"]]
