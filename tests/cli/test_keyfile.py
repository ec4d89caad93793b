from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from phonehome.cli.keyfile import SIZE, key_of


def test_a_key_is_made_once_told_and_readable_by_its_user_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / "key"
    first = key_of(str(file))
    assert str(file) in capsys.readouterr().err
    assert (len(first), key_of(str(file)), capsys.readouterr().err) == (SIZE, first, "")
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o600


def test_without_a_name_it_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    key = key_of(None)
    assert (Path(click.get_app_dir("phonehome")) / "shield.key").read_bytes() == key


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    file.write_bytes(bytes(SIZE))
    file.chmod(mode)
    with pytest.raises(ValueError, match="others can read this key; chmod 600 it, or make a new one"):
        key_of(str(file))


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"short")
    file.chmod(0o600)
    with pytest.raises(ValueError, match="a key has 32 bytes, not 5"):
        key_of(str(file))
