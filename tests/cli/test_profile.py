from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.said import Phonehome, Said
from phonehome.infer.profile import QUESTIONS
from phonehome.phones import Simulation


def test_every_question_is_answered(phonehome: Phonehome, case: Path) -> None:
    said = phonehome("profile", case, "--format", "json")
    document = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert [question.NAME for question in QUESTIONS if question.NAME not in document] == []
    assert document["day"]["recipients"][0]["recipient"] == "OnePlus"


def test_only_what_one_recipient_got(phonehome: Phonehome, case: Path) -> None:
    document = json.loads(phonehome("profile", case, "--format", "json", "--recipient", "oneplus").out)
    assert (document["recipient"], len(document["day"]["recipients"])) == ("OnePlus", 1)


def test_a_recipient_that_nobody_is_called_is_refused(phonehome: Phonehome, case: Path) -> None:
    said = phonehome("profile", case, "--recipient", "onplus")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("phonehome: nobody called 'onplus' got anything; there are ")
    assert "OnePlus" in said.err


def test_a_case_given_twice_counts_once(phonehome: Phonehome, case: Path) -> None:
    once = json.loads(phonehome("profile", case, "--format", "json").out)
    twice = json.loads(phonehome("profile", case, case.parent / "." / case.name, "--format", "json").out)
    assert once == twice


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_no_value_is_shown_unless_asked_for(
    phonehome: Phonehome, case: Path, simulation: Simulation, form: str
) -> None:
    out = phonehome("profile", case, "--format", form).out
    secret = [
        value for kind in ("imei", "serial", "ssid", "bssid", "phone_number") for value in simulation.owner.values[kind]
    ]
    assert [value for value in secret if value in out] == []


def test_a_profile_goes_to_a_file(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "profile.html"
    assert phonehome("profile", case, "--format", "html", "--out", file) == Said(0, f"report: {file}\n", "")
    assert file.read_bytes().startswith(b"<!doctype html>")


def test_a_folder_without_case_is_refused(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    said = phonehome("profile", case, tmp_path)
    assert (said.code, said.err) == (
        2,
        f"phonehome: {tmp_path} holds no case (case.json is missing); make one with phonehome audit\n",
    )


LOG = "".join(
    f"{person},2017-01-{day:02d}T{hour:02d}:{minute:02d}:00Z,{state}\n"
    for day in range(9, 12)
    for hour in range(8, 22)
    for person, minute, state in (
        ("anna", 1, "online"),
        ("anna", 2, "offline"),
        ("bert", 3, "online"),
        ("bert", 4, "offline"),
    )
)


def test_a_log_needs_no_case(phonehome: Phonehome, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(LOG)
    said = phonehome("profile", "--presence", log, "--format", "json", "--show-values")
    document = json.loads(said.out)
    assert (said.code, said.err, document["cases"]) == (0, "", [])
    assert [(one["person"], one["sessions"]) for one in document["people"]["persons"]] == [("anna", 42), ("bert", 42)]


def test_a_case_and_a_log(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(LOG)
    said = phonehome("profile", case, "--presence", log, "--source", log)
    assert (said.code, said.err) == (0, "")


def test_neither_case_nor_log_is_refused(phonehome: Phonehome) -> None:
    said = phonehome("profile", "--source", "posts.csv")
    assert (said.code, said.err) == (
        2,
        "phonehome: give a CASE that phonehome audit has made, or a log with --presence\n",
    )


def test_a_name_that_would_steer_the_terminal_is_escaped(phonehome: Phonehome) -> None:
    assert phonehome("profile", "/no\x1b[2Jcase").err.startswith("phonehome: /no\\x1b[2Jcase holds no case")
