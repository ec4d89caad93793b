from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.cli.owned import read_owner
from phonehome.knowledge.load import load
from phonehome.model import Owner


def test_no_file_is_an_owner_of_nothing() -> None:
    assert read_owner(None, load()) == Owner()


def test_a_file_is_read_and_a_wrong_one_named(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text('[values]\nimei = ["490154203237518"]\n')
    try:
        read_owner(str(file), load())
    except ValueError as error:
        assert str(error).startswith("me.toml: ")  # noqa: PT017
    file.write_text("imei = 3")
    with pytest.raises(ValueError, match=r"^me\.toml: "):
        read_owner(str(file), load())
