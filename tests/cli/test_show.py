from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from cli.said import Phonehome
from phonehome.cli.show import Wish, show


class Terminal(io.TextIOWrapper):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(case: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(screen, encoding="utf-8"))
    show(case, Wish("text", show_values=False))
    return screen.getvalue().decode()


def test_terminal_gets_colour_and_its_own_width(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = shown(case, monkeypatch, COLUMNS="60")
    assert "\x1b[" in text
    assert "─" * 60 in text
    assert "─" * 61 not in text


@pytest.mark.parametrize(("columns", "width"), [("9", 40), ("500", 140)])
def test_lines_are_neither_tiny_nor_endless(
    case: Path, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    text = shown(case, monkeypatch, COLUMNS=columns, NO_COLOR="1")
    assert "\x1b[" not in text
    assert max(line.count("─") for line in text.splitlines()) == width


def test_file_gets_no_colour_though_a_terminal_looks_on(
    case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO(), encoding="utf-8"))
    show(case, Wish("text", show_values=False, file=str(tmp_path / "report")))
    assert b"\x1b[" not in (tmp_path / "report").read_bytes()


def test_reader_that_has_seen_enough_is_no_failure(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        show(case, Wish("json", show_values=False))
        assert os.fstat(write).st_rdev == Path(os.devnull).stat().st_rdev


def test_damage_inside_a_table_is_one_sentence(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "case"))
    table = copy / "findings.parquet"
    data = table.read_bytes()
    table.write_bytes(data[:4] + b"\xff" * (len(data) // 2) + data[4 + len(data) // 2 :])
    said = phonehome("report", copy)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"phonehome: {copy} is damaged: ")


def test_table_of_another_kind_is_one_sentence(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "case"))
    shutil.copy(copy / "fields.parquet", copy / "findings.parquet")
    said = phonehome("report", copy)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err == f"phonehome: {copy} was made by another version of phonehome; audit the capture again\n"
