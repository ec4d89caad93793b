from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from phonehome.telemetry.proof.__main__ import main

PAGE = Path(__file__).parents[3] / "docs" / "proof.md"
FIGURE = re.compile(r"-?\d[\d,.]*")


def _shape(page: str) -> list[str]:
    """Titles, heads of tables and names of rows, without figures."""
    lines = (line for line in page.splitlines() if line.startswith(("#", "|")))
    return [FIGURE.sub("n", line if line.startswith("#") else " | ".join(_names(line))) for line in lines]


def _names(line: str) -> list[str]:
    cells = line.split("|")[1:-1]
    return [cells[0].strip()]


def test_the_page_in_the_docs_has_what_the_code_makes(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["--quick", "--out", str(tmp_path / "proof.md")])
    assert made.exit_code == 0, made.output
    assert _shape((tmp_path / "proof.md").read_text(encoding="utf-8")) == _shape(PAGE.read_text(encoding="utf-8"))
