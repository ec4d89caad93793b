from __future__ import annotations

from pathlib import Path

import pytest

from cli.said import Phonehome, Said, refused
from phonehome.phones import PROFILES, Options, har, simulate, truth


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("profile", PROFILES)
def test_capture_owner_and_truth_are_written(phonehome: Phonehome, tmp_path: Path, profile: str) -> None:
    week = simulate(profile, Options(days=2, seed=7, opted_out=True, roaming=True))
    said = phonehome(
        "simulate", profile, "--days", "2", "--seed", "7", "--opted-out", "--roaming", "--out", tmp_path / "a.har"
    )
    counted = f"{len(week.exchanges)} exchanges, {len(week.truth)} planted values"
    assert said == Said(0, f"{tmp_path / 'a.har'}: {counted}\n", "")
    assert written(tmp_path) == {
        "a.har": b"".join(har.write(week.exchanges)),
        "a.owner.toml": truth.owner_toml(week.owner).encode(),
        "a.truth.jsonl": b"".join(truth.lines(week.truth)),
    }


def test_a_week_of_the_first_person_is_what_nobody_asks_for(phonehome: Phonehome, tmp_path: Path) -> None:
    for name, options in (("a", ()), ("b", ("--days", "7", "--seed", "1"))):
        assert phonehome("simulate", "oneplus-odm-b", *options, "--out", tmp_path / name / "w.har").code == 2
        (tmp_path / name).mkdir()
        assert phonehome("simulate", "oneplus-odm-b", *options, "--out", tmp_path / name / "w.har").code == 0
    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_other_endings_of_the_capture_are_kept(phonehome: Phonehome, tmp_path: Path) -> None:
    assert phonehome("simulate", "oneplus-2017", "--days", "1", "--out", tmp_path / "a.json").code == 0
    assert sorted(written(tmp_path)) == ["a.json", "a.json.owner.toml", "a.json.truth.jsonl"]


def test_what_cannot_be_simulated_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    out = tmp_path / "a.har"
    assert phonehome("simulate", "oneplus-2017", "--days", "0", "--out", out) == refused("days must be 1 to 366, not 0")
    nokia = phonehome("simulate", "nokia", "--out", out)
    assert (nokia.code, nokia.out, nokia.err.count("\n")) == (2, "", 1)
    assert all(profile in nokia.err for profile in PROFILES)
    assert not out.exists()


def test_capture_that_cannot_be_written_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    out = tmp_path / "no" / "a.har"
    assert phonehome("simulate", "oneplus-2017", "--out", out) == refused(f"{out}: No such file or directory")


def test_files_that_are_there_are_replaced_only_when_forced(phonehome: Phonehome, tmp_path: Path) -> None:
    owner = tmp_path / "a.owner.toml"
    owner.write_text("[values]")
    asked = ("simulate", "oneplus-2017", "--days", "1", "--out", tmp_path / "a.har")
    assert phonehome(*asked) == refused(f"{owner} is there already; give another name, or --force to replace it")
    assert written(tmp_path) == {"a.owner.toml": b"[values]"}
    assert phonehome(*asked, "--force").code == 0
    assert len(written(tmp_path)["a.owner.toml"]) > 99
