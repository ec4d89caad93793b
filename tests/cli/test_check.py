from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.said import Phonehome, refused
from phonehome.phones import Simulation

HOW_TO = Path(__file__).parents[2] / "docs/how-to/write-a-policy.md"
KEPT = '[[statement]]\nid = "calls"\nsentence = "x"\nsays = "y"\nsource = "z"\nkinds = ["call_log"]\n'
HEAD = 'title = "t"\nabout = "a"\nsource = "s"\n'


def block(language: str) -> str:
    """The how-to's example in this language."""
    found = re.search(rf"```{language}\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def weather(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phonehome: Phonehome) -> Path:
    """The how-to's files and the case of its capture."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weather.toml").write_text(block("toml"), encoding="utf-8")
    (tmp_path / "declared.toml").write_text(block("toml-declared"), encoding="utf-8")
    (tmp_path / "weather.jsonl").write_text(block("json"), encoding="utf-8")
    assert phonehome("audit", "weather.jsonl", "--out", "case/").code == 0
    return tmp_path


@pytest.mark.usefixtures("weather")
def test_the_how_to_works_as_pasted(phonehome: Phonehome) -> None:
    said = phonehome("check", "case/", "--policy", "weather.toml")
    assert (said.code, said.out, said.err) == (1, block("text"), "")


@pytest.mark.usefixtures("weather")
def test_a_declaration_is_held_against_what_was_seen(phonehome: Phonehome) -> None:
    said = phonehome("check", "case/", "--policy", "declared.toml", "--format", "json")
    outcomes = {one["id"]: one["outcome"] for one in json.loads(said.out)["policies"][0]["verdicts"]}
    assert (said.code, outcomes["device-or-other-ids-not-collected"], outcomes["approximate-location-not-shared"]) == (
        1,
        "broken",
        "kept",
    )


def test_what_is_kept_ends_well(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    policy = tmp_path / "mine.toml"
    policy.write_text(HEAD + KEPT)
    said = phonehome("check", case, "--policy", policy)
    assert (said.code, said.err, said.out.splitlines()[1]) == (
        0,
        "",
        "1 kept, 0 broken, 0 not testable · mine · 45 h of capture",
    )


def test_what_is_not_testable_passes_only_without_strict(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    policy = tmp_path / "mine.toml"
    policy.write_text(HEAD + KEPT + 'when = "opted out"\n')
    said = phonehome("check", case, "--policy", policy)
    assert (said.code, said.err) == (
        0,
        "1 statement could not be tested with these captures; --strict counts it as broken\n",
    )
    assert phonehome("check", case, "--policy", policy, "--strict").code == 1
    assert phonehome("check", case, "--policy", policy, "--given", "opted-out") == refused(
        "the capture tells that its owner opted in; --given is for captures that do not tell"
    )


def test_what_no_capture_tells_may_be_given(phonehome: Phonehome, weather: Path) -> None:
    policy = weather / "mine.toml"
    policy.write_text(HEAD + KEPT + 'when = "opted out"\nleast_hours = 0.5\n')
    assert phonehome("check", "case/", "--policy", policy, "--strict").code == 1
    assert phonehome("check", "case/", "--policy", policy, "--strict", "--given", "opted-out").code == 0


def test_several_policies_and_one_recipient(phonehome: Phonehome, case: Path) -> None:
    arguments = ("--policy", "no-hardware-identifiers", "--policy", "gdpr-minimal-telemetry", "--recipient", "oneplus")
    document = json.loads(phonehome("check", case, *arguments, "--format", "json").out)
    assert [one["name"] for one in document["policies"]] == ["no-hardware-identifiers", "gdpr-minimal-telemetry"]
    hosts = {
        group["organisation"]
        for one in document["policies"]
        for verdict in one["verdicts"]
        for group in verdict["violations"]
    }
    assert hosts == {"OnePlus"}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_no_value_is_shown(phonehome: Phonehome, case: Path, simulation: Simulation, form: str) -> None:
    out = phonehome("check", case, "--policy", "gdpr-minimal-telemetry", "--format", form).out
    secret = [
        value for kind in ("imei", "serial", "ssid", "bssid", "phone_number") for value in simulation.owner.values[kind]
    ]
    assert [value for value in secret if value in out] == []


def test_a_policy_that_nobody_knows(phonehome: Phonehome, case: Path) -> None:
    said = phonehome("check", case, "--policy", "kindness")
    assert (said.code, said.err.startswith("phonehome: kindness: neither a file nor a policy")) == (2, True)


def test_a_policy_with_a_slip_of_the_pen(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    policy = tmp_path / "mine.toml"
    policy.write_text(HEAD + KEPT + "serious = true\n")
    assert phonehome("check", case, "--policy", policy) == refused(
        "mine.toml: Object contains unknown field `serious` - at `$.statement[0]`"
    )


def test_a_folder_without_case_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    assert phonehome("check", tmp_path, "--policy", "no-hardware-identifiers").code == 2


def test_a_recipient_that_nobody_knows_is_refused_also_where_another_is_chosen(
    phonehome: Phonehome, weather: Path
) -> None:
    policy = weather / "mine.toml"
    policy.write_text(HEAD + KEPT + 'recipients = ["api.weather.example", "OnePlsu"]\n')
    assert phonehome("check", "case/", "--policy", policy, "--recipient", "tracker") == refused(
        "mine.toml: statement 'calls': recipients: neither the tables nor the captures know 'OnePlsu'; "
        "did you mean 'OnePlus'?"
    )


def test_a_case_given_twice_counts_once(phonehome: Phonehome, case: Path) -> None:
    once = phonehome("check", case, "--policy", "no-hardware-identifiers", "--format", "json")
    assert phonehome("check", case, case, "--policy", "no-hardware-identifiers", "--format", "json") == once
