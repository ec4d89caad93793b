from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.cli.tables import tables
from phonehome.knowledge.load import load


def test_without_files_the_bundled_tables_are_meant() -> None:
    assert tables((), ()) is load()


def test_a_wrong_list_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text("{}")
    with pytest.raises(ValueError, match=r"^own\.json: "):
        tables((), (str(tmp_path / "own.json"),))


def test_a_wrong_key_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[endpoint]]\nname = "E"\nhosts = ["a.example.org"]\npath = "/"\nsource = "s"\n'
        '[[endpoint.key]]\ncipher = "des-ecb"\nkey = "00"\n'
    )
    with pytest.raises(ValueError, match=r"^E: a key for des-ecb has 8 bytes, not 1"):
        tables((str(tmp_path / "own.toml"),), ())
