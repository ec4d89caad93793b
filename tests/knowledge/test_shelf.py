from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.knowledge.shelf import bundled, find


def test_a_bundled_table_comes_before_a_file_and_a_file_before_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.touch()
    assert list(bundled("rules")) == ["everything-third-party", "everything", "hardware-ids", "usage"]
    assert find("usage", "rules", "rule set") == bundled("rules")["usage"]
    assert find(str(own), "rules", "rule set") == own
    with pytest.raises(
        ValueError,
        match=r"nothing: neither a file nor a rule set phonehome knows \(everything-third-party, everything, ",
    ):
        find("nothing", "rules", "rule set")
