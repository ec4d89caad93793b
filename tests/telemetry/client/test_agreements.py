from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from phonehome.telemetry.client.agreements import Agreements


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "telemetry.sqlite").touch()
    return folder / "telemetry.sqlite"


def test_one_purpose_is_noted_and_taken_away(store: Path) -> None:
    agreements = Agreements(store)
    agreements.remove("improve-battery")  # what is not there can be taken away
    agreements.note("improve-battery")
    agreements.note("find-crashes")
    agreements.remove("find-crashes")
    held = [agreements.holds(purpose) for purpose in ("improve-battery", "find-crashes")]
    assert (held, Agreements(store).holds("improve-battery")) == ([True, False], True)


def test_a_copy_holds_nothing(store: Path, tmp_path: Path) -> None:
    Agreements(store).note("improve-battery")
    copy = shutil.copytree(store.parent, tmp_path / "copy")
    assert not Agreements(copy / store.name).holds("improve-battery")


@pytest.mark.parametrize("damage", [b"", b"\xff", b"17"])
def test_what_is_damaged_holds_nothing(store: Path, damage: bytes) -> None:
    Agreements(store).note("improve-battery")
    store.with_name("improve-battery.agreed").write_bytes(damage)
    assert not Agreements(store).holds("improve-battery")
