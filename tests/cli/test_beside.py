from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.cli.beside import read
from phonehome.infer.evidence import Brought, Post, Presence

NOON = 1_483_963_200_000
LINE = "anna,2017-01-09T12:00:00Z"


def test_all_files_are_read_in_their_order(tmp_path: Path) -> None:
    log, blog = tmp_path / "log.csv", tmp_path / "blog.csv"
    log.write_text(f"{LINE},online\n")
    blog.write_text(f"{LINE}\n")
    expected = (Presence("anna", NOON, online=True),) * 2
    assert read([str(log), str(log)], [str(blog)]) == Brought(expected, (Post("anna", NOON, "blog"),))


def test_bad_lines_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.csv"
    log.write_text(f"{LINE},online\nrubbish\n")
    read([str(log)], [])
    assert capsys.readouterr().err == (
        f"{log}: 1 line could not be read, the first: line 2: wanted is online or offline, not ''\n"
    )


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_bytes(b"\x89PNG")
    with pytest.raises(ValueError, match=r"log.csv cannot be read: line 1: wanted is online or offline, not ''"):
        read([str(log)], [])
