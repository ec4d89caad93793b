from __future__ import annotations

import os
from pathlib import Path

import pytest

from phonehome.cli import run
from phonehome.cli.replaced import refuse_what_is_no_file


def test_a_file_and_a_new_name_are_taken(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("")
    for target in (there, tmp_path / "new"):
        refuse_what_is_no_file(target)


@pytest.mark.parametrize("kind", ["pipe", "folder", "link"])
def test_all_else_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    target = _made(tmp_path, kind)
    with pytest.raises(ValueError, match=f"{kind} is no plain file, and is not replaced; give another name"):
        refuse_what_is_no_file(target)


@pytest.mark.parametrize("kind", ["pipe", "link"])
@pytest.mark.parametrize("command", ["redact", "owner"])
def test_no_command_replaces_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, kind: str) -> None:
    capture, target = tmp_path / "c.har", _made(tmp_path, kind)
    capture.write_text('{"log": {"entries": []}}')
    call = ["redact", str(capture)] if command == "redact" else ["owner", "--example"]
    before = target.lstat()
    assert run([*call, "--out", str(target), "--force"]) == 2
    assert "is no plain file" in capsys.readouterr().err
    assert target.lstat().st_ino == before.st_ino


def _made(folder: Path, kind: str) -> Path:
    target = folder / kind
    match kind:
        case "pipe":
            os.mkfifo(target)
        case "folder":
            target.mkdir()
        case _:
            (folder / "other").write_text("")
            target.symlink_to(folder / "other")
    return target
