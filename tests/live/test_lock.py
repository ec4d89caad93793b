from __future__ import annotations

from pathlib import Path

from phonehome.live.lock import held, take


def test_a_lock_is_held_until_its_file_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "recording"
    file.touch()
    with file.open("rb") as reader:
        assert not held(reader)
        with file.open("r+b") as writer, file.open("r+b") as other:
            assert (take(writer), take(other), held(reader)) == (True, False, True)
        assert not held(reader)
