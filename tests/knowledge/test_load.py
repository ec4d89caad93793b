from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from phonehome.knowledge.load import PACKED, digest, load, pack, read
from phonehome.knowledge.tables import read_tables

ENDPOINT = '[[endpoint]]\nname = "Other"\nhosts = ["a.example.org"]\npath = "/"\nsource = "https://example.org"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("phonehome.knowledge")) as bundled:
        return shutil.copytree(bundled, tmp_path / "knowledge")


def test_the_bundled_tables_are_read_once() -> None:
    assert load() is load()


def test_every_adapter_is_read_in_the_order_of_names(folder: Path) -> None:
    (folder / "adapters" / "aardvark.toml").write_text(ENDPOINT)
    (folder / "adapters" / "notes.txt").write_text("no table")
    assert [endpoint.name for endpoint in read(folder).endpoints] == [
        "Other",
        *(endpoint.name for endpoint in load().endpoints),
    ]


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("kinds.toml", "[kind]\n", "kinds.toml: "),
        ("kinds.toml", b"\xff", "kinds.toml: 'utf-8'"),
        ("identifiers.toml", "identifier = 1", "identifiers.toml: Expected `array`, got `int`"),
        (
            "identifiers.toml",
            "identifier = []\ndummy = []\nmore = 1",
            "identifiers.toml: Object contains unknown field",
        ),
        (
            "recipients.toml",
            "organisation = [{name = 'a'}]",
            "recipients.toml: the key role is missing at $.organisation[0]",
        ),
        ("recipients.toml", "organisation =", "recipients.toml: "),
    ],
)
def test_a_wrong_table_is_refused_with_its_name(folder: Path, table: str, text: str | bytes, said: str) -> None:
    (folder / table).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ValueError, match="toml") as caught:
        read(folder)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("table", "row", "where"),
    [
        ("identifiers.toml", "[[dummy]]\nkinds = ['odd']\nvalue = '0'\nmeans = 'x'", "identifiers.toml"),
        (
            "identifiers.toml",
            "[[identifier]]\nkind = 'odd'\nshape = 'x'\ncertainty = 'likely'\nrisk = ''\nstandard = ''",
            "identifiers.toml",
        ),
        ("names.toml", "[[name]]\nkind = 'odd'\nnames = ['x']", "names.toml"),
        ("names.toml", "[[event]]\nkind = 'odd'\nnames = ['x']", "names.toml"),
        ("names.toml", "[[vocabulary]]\nmaker = ''\nleast = 1\nsource = ''\nkeys = {a = 'odd'}", "names.toml"),
        (
            "adapters/other.toml",
            ENDPOINT + "[[endpoint.field]]\npaths = ['$']\nkind = 'odd'\nreason = 'name'",
            "Other",
        ),
        (
            "adapters/other.toml",
            ENDPOINT + "[[endpoint.record]]\npath = '$'\nkind = 'odd'\nreason = 'name'",
            "Other",
        ),
        (
            "adapters/other.toml",
            ENDPOINT + "[[endpoint.record]]\npath = '$'\nreason = 'name'\nevents = {odd = ['x']}",
            "Other",
        ),
    ],
)
def test_an_unknown_kind_is_refused_with_its_table(folder: Path, table: str, row: str, where: str) -> None:
    with (folder / table).open("a") as file:
        file.write(f"\n{row}\n")
    with pytest.raises(ValueError, match=f"^{where}: unknown kind 'odd'$"):
        read(folder)


def test_packed_tables_say_what_the_tables_say(folder: Path) -> None:
    (folder / PACKED).write_bytes(pack(folder))
    assert read(folder) == read_tables(folder)


def test_packed_tables_of_other_tables_are_not_believed(folder: Path) -> None:
    (folder / PACKED).write_bytes(pack(folder))
    (folder / "adapters" / "aardvark.toml").write_text(ENDPOINT)
    assert read(folder).endpoints[0].name == "Other"


@pytest.mark.parametrize("data", [b"", b"no pack", b"\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00\x00"])
def test_a_broken_pack_is_passed_over(folder: Path, data: bytes) -> None:
    (folder / PACKED).write_bytes(data)
    assert read(folder) == read_tables(folder)


def test_tables_without_a_pack_are_read(folder: Path) -> None:
    (folder / PACKED).unlink(missing_ok=True)
    assert read(folder) == read_tables(folder)


def test_a_digest_changes_with_any_table(folder: Path) -> None:
    before = digest(folder)
    with (folder / "names.toml").open("a") as file:
        file.write("\n")
    assert digest(folder) != before
