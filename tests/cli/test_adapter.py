from __future__ import annotations

import re
from pathlib import Path

import pytest

from phonehome.knowledge.load import load

from .said import Phonehome

HOW_TO = Path(__file__).parents[2] / "docs/how-to/write-an-adapter.md"


def block(language: str) -> str:
    """The how-to's example in this language."""
    found = re.search(rf"```{language}\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(block("toml"))
    (tmp_path / "log.har").write_text(block("json"))
    return tmp_path


def test_the_how_to_works_as_pasted(here: Path, phonehome: Phonehome) -> None:
    _, _, output = block("console").partition("\n")
    said = phonehome("adapter", "test", "mine.toml", "--capture", "log.har")
    assert (said.code, said.out, here.name in said.err) == (0, output, False)


@pytest.mark.usefixtures("here")
def test_an_adapter_without_a_capture_is_checked(phonehome: Phonehome) -> None:
    assert phonehome("adapter", "test", "mine.toml").out == "mine.toml: 1 endpoints, 2 paths, no fault found\n"


def test_a_row_that_matches_nothing_is_exit_1_and_what_is_left_is_listed(here: Path, phonehome: Phonehome) -> None:
    text = (here / "mine.toml").read_text().replace('"$.h"', '"$.serial"')
    (here / "mine.toml").write_text(text)
    said = phonehome("adapter", "test", "mine.toml", "--capture", "log.har")
    assert said.code == 1
    assert said.out.splitlines()[-5:] == [
        "Example phone logs: 1 requests",
        "    never $.serial",
        "        2 $.e[]",
        "  no row explains",
        "        1 $.h",
    ]


def test_each_endpoint_is_told_on_its_own(here: Path, phonehome: Phonehome) -> None:
    text = (here / "mine.toml").read_text()
    (here / "mine.toml").write_text(text + text.replace("Example phone logs", "Example again"))
    lines = phonehome("adapter", "test", "mine.toml", "--capture", "log.har").out.splitlines()
    assert lines.count("        1 $.h") == 2


def test_other_requests_are_not_asked(here: Path, phonehome: Phonehome) -> None:
    text = (here / "mine.toml").read_text().replace("[[endpoint.field]]", 'method = "PUT"\n\n[[endpoint.field]]', 1)
    (here / "mine.toml").write_text(text)
    said = phonehome("adapter", "test", "mine.toml", "--capture", "log.har")
    assert (said.code, "Example phone logs: 0 requests" in said.out) == (1, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('kind = "serial"', 'kind = "odd"'), "Example phone logs: unknown kind 'odd'"),
        (('kind = "serial"', 'kind = "serial"\nvlaue = "x"'), "mine.toml: Object contains unknown field `vlaue`"),
        (
            ('"log.example.org"', '"https://log.example.org"'),
            "Example phone logs: 'https://log.example.org' is no host",
        ),
        (('path = "/v2/upload"', 'path = "^("'), "Example phone logs: missing )"),
    ],
)
def test_a_wrong_table_is_exit_2(here: Path, phonehome: Phonehome, change: tuple[str, str], sentence: str) -> None:
    (here / "mine.toml").write_text((here / "mine.toml").read_text().replace(*change))
    said = phonehome("adapter", "test", "mine.toml")
    assert (said.code, said.err.startswith(f"phonehome: {sentence}")) == (2, True)


@pytest.mark.usefixtures("here")
def test_audit_takes_an_adapter_and_a_list_of_ones_own(here: Path, phonehome: Phonehome) -> None:
    row = '[[organisation]]\nname = "Example maker"\nrole = "maker"\ncountry = "DE"\ndomains = ["example.org"]\n'
    (here / "own.toml").write_text(row)
    own = ("--adapter", "mine.toml", "--recipients", "own.toml", "--fail-on", "serial")
    said = phonehome("audit", "log.har", *own, "--format", "json", "--show-values")
    assert (said.code, "Example maker" in said.out, "screen_on" in said.out) == (1, True, True)


def test_every_known_endpoint_is_listed(phonehome: Phonehome) -> None:
    lines = phonehome("adapter", "list").out.splitlines()
    assert [line.rpartition(": ")[0] for line in lines] == [endpoint.name for endpoint in load().endpoints]


def test_no_subcommand_asks_for_help(phonehome: Phonehome) -> None:
    said = phonehome("adapter")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Usage: phonehome adapter")


def test_a_table_that_nests_without_end_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    (tmp_path / "deep.toml").write_text("a = " + "[" * 99_999)
    said = phonehome("adapter", "test", tmp_path / "deep.toml")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
