"""The page of a few phones, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from phonehome.telemetry.proof.__main__ import main
from telemetry.proof.pages import Page, parsed


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """What `make proof` writes, of a few phones."""
    file = tmp_path_factory.mktemp("proof") / "proof.md"
    made = CliRunner().invoke(main, ["--quick", "--out", str(file)])
    assert made.exit_code == 0, made.output
    return parsed(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def published() -> Page:
    """The page in the docs."""
    return parsed((Path(__file__).parents[3] / "docs" / "proof.md").read_text(encoding="utf-8"))
