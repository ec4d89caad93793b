"""The command line in this process, and the case that many tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.said import Phonehome, Said
from phonehome.cli import run


@pytest.fixture
def phonehome(capfdbinary: pytest.CaptureFixture[bytes]) -> Phonehome:
    def call(*arguments: str | Path) -> Said:
        code = run([str(argument) for argument in arguments])
        said = capfdbinary.readouterr()
        return Said(code, said.out.decode(), said.err.decode())

    return call


@pytest.fixture(scope="session")
def case(capture: Path, owner_file: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of the capture."""
    folder = tmp_path_factory.mktemp("cases") / "case"
    assert run(["audit", str(capture), "--owner", owner_file, "--out", str(folder)]) == 0
    return folder
