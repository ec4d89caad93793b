from __future__ import annotations

import sys
from pathlib import Path

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
