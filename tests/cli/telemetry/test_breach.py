from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.said import Phonehome, refused

PEOPLE = """name,age,zip,sex,diagnosis
Anna Smith,34,04109,f,flu
Bob Jones,34,04109,m,hiv
Carl Meyer,34,04109,m,flu
Dora Klein,34,04109,f,flu
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return tmp_path / "people.csv"


def test_a_table_of_people(phonehome: Phonehome, people: Path) -> None:
    said = phonehome("telemetry", "breach", "--table", people)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("If this table leaked, 100 % of the 4 persons would be named outright by name")
    assert [word for word in ("Anna", "04109", "flu", "hiv") if word in said.out] == []


def test_what_the_user_says_of_columns(phonehome: Phonehome, people: Path) -> None:
    said = phonehome(
        "telemetry", "breach", "--table", people, "--ignore", "name", "--sensitive", "zip", "--format", "json"
    )
    document = json.loads(said.out)
    assert (document["naming"], document["anonymity"]["quasi"]) == ([], ["age", "sex"])
    assert [one["column"] for one in document["diversity"]] == ["zip", "diagnosis"]


@pytest.mark.parametrize(("least", "code"), [("2", 0), ("3", 1), ("0", 0)])
def test_a_class_that_is_too_small_fails(phonehome: Phonehome, people: Path, least: str, code: int) -> None:
    said = phonehome("telemetry", "breach", "--table", people, "--ignore", "name", "--fail-under", least)
    assert said.code == code


def test_a_name_fails_whatever_the_class(phonehome: Phonehome, people: Path) -> None:
    assert phonehome("telemetry", "breach", "--table", people, "--fail-under", "1").code == 1


def test_a_case_is_what_its_recipient_would_store(phonehome: Phonehome, case: Path) -> None:
    document = json.loads(phonehome("telemetry", "breach", "--table", case, "--format", "json").out)
    assert (document["person"], document["persons"]) == ("serial", 1)
    named = {one["kind"] for one in document["naming"] if one["persons"]}
    assert named == {"serial", "imei", "phone_number", "mac_address", "email"}


def test_a_column_that_is_not_there(phonehome: Phonehome, people: Path) -> None:
    said = phonehome("telemetry", "breach", "--table", people, "--quasi", "shoe")
    assert said == refused("the table has no column shoe; it has name, age, zip, sex, diagnosis")
