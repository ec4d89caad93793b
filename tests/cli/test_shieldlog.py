from __future__ import annotations

import sys
from pathlib import Path

import pytest

from phonehome.cli.shieldlog import Log
from phonehome.live.spoken import Judged


def test_lines_are_appended_for_the_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "shield.log"
    for why in ("one", "two"):
        with Log(file) as log:
            log.write(Judged(0, "a.example", "a.example", "blocked", why=why))
    assert file.read_text(encoding="utf-8").splitlines() == [
        "1970-01-01T00:00:00.000Z  blocked  to a.example: one",
        "1970-01-01T00:00:00.000Z  blocked  to a.example: two",
    ]
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_disk_is_told_with_the_name_of_the_log() -> None:
    with Log(Path("/dev/full")) as log, pytest.raises(OSError, match="No space left on device: '/dev/full'"):
        log.write(Judged(0, "a.example", "a.example", "blocked", why="one"))
