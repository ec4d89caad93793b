from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.said import Phonehome, Said, refused
from infer.captured import write
from phonehome.model import Exchange, Owner
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


@pytest.fixture
def apps(tmp_path: Path) -> Path:
    """A case of exchanges of twelve apps."""
    sent = [Exchange(no, "GET", "https://a.example/", time=no * 60_000, app=f"app{no:02}") for no in range(12)]
    return write(tmp_path / "apps", sent, Owner())


def test_two_apps(phonehome: Phonehome, apps: Path) -> None:
    document = json.loads(phonehome("compare", apps, "--apps", "app03", "app11", "--format", "json").out)
    assert [document[side]["name"] for side in ("before", "after")] == ["app03", "app11"]


def test_an_app_that_no_exchange_names_is_refused(phonehome: Phonehome, apps: Path, case: Path) -> None:
    ten = ", ".join(f"app{no:02}" for no in range(10))
    said = phonehome("compare", apps, "--apps", "app03", "other")
    assert said == refused(f"--apps other: no exchange names this app; there are {ten} and 2 more")
    assert phonehome("compare", case, "--apps", "a", "b") == refused(
        "--apps a: no exchange names this app; none is named"
    )


def test_a_time_outside_the_capture_is_refused(phonehome: Phonehome, apps: Path) -> None:
    for year in ("1969", "2030"):
        assert phonehome("compare", apps, "--at", f"{year}-01-01") == refused(
            f"--at {year}-01-01T00:00:00.000Z: outside the capture, "
            "which runs from 1970-01-01T00:00:00.000Z to 1970-01-01T00:11:00.000Z"
        )


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
