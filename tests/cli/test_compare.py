from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.said import Phonehome, Said, refused
from phonehome.phones import Simulation


def test_a_case_against_itself(phonehome: Phonehome, case: Path) -> None:
    said = phonehome("compare", case, case, "--format", "json")
    document = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    (change,) = (one for one in document["recipients"] if one["recipient"] == "OnePlus")
    assert {one["state"] for one in (*change["streams"], *change["kinds"], *change["places"])} == {"continues"}
    assert {one["often"] for one in change["kinds"]} == {"as often"}


def test_groups_of_cases(phonehome: Phonehome, case: Path) -> None:
    said = phonehome("compare", case, case, "--against", case, "--format", "json", "--recipient", "oneplus")
    document = json.loads(said.out)
    assert document["before"]["exchanges"] == 2 * document["after"]["exchanges"]
    assert [one["recipient"] for one in document["recipients"]] == ["OnePlus"]


def test_before_and_after_a_time(phonehome: Phonehome, case: Path) -> None:
    document = json.loads(phonehome("compare", case, "--at", "2017-01-10", "--format", "json").out)
    assert document["before"]["name"] == "before 2017-01-10"
    assert document["before"]["last"] < "2017-01-10T00:00:00" <= document["after"]["first"]


def test_two_apps(phonehome: Phonehome, case: Path) -> None:
    document = json.loads(phonehome("compare", case, "--apps", "net.oneplus.odm", "other", "--format", "json").out)
    assert [document[side]["name"] for side in ("before", "after")] == ["net.oneplus.odm", "other"]


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_no_value_is_shown(phonehome: Phonehome, case: Path, simulation: Simulation, form: str) -> None:
    out = phonehome("compare", case, case, "--format", form).out
    secret = [
        value for kind in ("imei", "serial", "ssid", "bssid", "phone_number") for value in simulation.owner.values[kind]
    ]
    assert [value for value in secret if value in out] == []


def test_a_comparison_goes_to_a_file(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "compare.html"
    said = phonehome("compare", case, case, "--format", "html", "--out", file)
    assert said == Said(0, f"report: {file}\n", "")
    assert file.read_bytes().startswith(b"<!doctype html>")


REFUSED = [
    (("CASE",), "give two cases to compare, or name those of the second side with --against"),
    (("CASE", "CASE", "CASE"), "give two cases to compare, or name those of the second side with --against"),
    (("CASE", "--at", "soon"), "--at soon: no time in ISO 8601, such as 2017-10-12T00:00:00Z"),
    (("CASE", "--against", "CASE", "--at", "2017-01-10"), "--against, --at and --apps exclude each other"),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_what_cannot_be_compared(phonehome: Phonehome, case: Path, arguments: tuple[str, ...], sentence: str) -> None:
    given = [str(case) if one == "CASE" else one for one in arguments]
    assert phonehome("compare", *given) == refused(sentence)


def test_a_folder_without_case_is_refused(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    assert phonehome("compare", case, tmp_path).code == 2
