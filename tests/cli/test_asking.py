from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from phonehome.cli.asking import Ask, answered


def test_the_recipient_is_called_by_its_full_name(case: Path) -> None:
    assert answered([case], Ask("oneplus", show_values=False)).recipient == "OnePlus"


def test_what_means_several_stays_as_it_was_written(case: Path) -> None:
    assert answered([case], Ask("e", show_values=False)).recipient == "e"


def test_a_damaged_case_is_named(case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "case"))
    data = (copy / "findings.parquet").read_bytes()
    (copy / "findings.parquet").write_bytes(data[:4] + bytes(len(data) // 2) + data[4 + len(data) // 2 :])
    with pytest.raises(ValueError, match=f"{copy.name} is damaged: "):
        answered([copy], Ask("", show_values=False))
