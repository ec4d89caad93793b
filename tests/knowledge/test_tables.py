from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Organisation
from phonehome.knowledge.tables import THIRD_PARTIES, beyond, files_of, read_adapter, read_tables, with_adapter

HEAD = '[[endpoint]]\nname = "Mine"\nhosts = ["a.example.org"]\npath = "/"\nsource = "https://example.org"\n'
FIELD = "[[endpoint.field]]\npaths = ['$.a']\nkind = 'imei'\nreason = 'name'\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text)
    return file


def test_an_adapter_of_ones_own_comes_first(tmp_path: Path) -> None:
    endpoints = with_adapter(load(), written(tmp_path, HEAD + FIELD)).endpoints
    assert (endpoints[0].name, endpoints[1:]) == ("Mine", load().endpoints)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "Mine: it has no hosts, or neither fields nor records"),
        (HEAD + FIELD.replace("imei", "odd"), "Mine: unknown kind 'odd'"),
        (HEAD + FIELD + "vlaue = 'x'", "mine.toml: Object contains unknown field `vlaue`"),
        ("[[endpoint", "mine.toml: "),
    ],
)
def test_a_wrong_adapter_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match="ine") as caught:
        read_adapter(written(tmp_path, text), load())
    assert str(caught.value).startswith(said)


def test_hand_written_rows_win_over_generated_ones_below_them() -> None:
    rows = [
        Organisation("A", "third party", "", ("cdn.example.org", "example.net")),
        Organisation("B", "third party", "", ("example.org",)),
    ]
    assert list(beyond({"example.org"}, rows)) == [Organisation("A", "third party", "", ("example.net",))]


def test_the_table_of_third_parties_may_be_missing(tmp_path: Path) -> None:
    with as_file(files("phonehome.knowledge")) as bundled:
        folder = shutil.copytree(bundled, tmp_path / "knowledge")
    (folder / THIRD_PARTIES).unlink()
    assert 0 < len(read_tables(folder).organisations) < 100
    assert THIRD_PARTIES not in {file.name for file in files_of(folder)}
