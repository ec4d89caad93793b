from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from phonehome import case as cases
from phonehome.knowledge.load import load
from phonehome.live.journal import NAME, Journal
from phonehome.live.opened import grows, is_open, opened, recording_of
from phonehome.model import Exchange, Owner
from phonehome.read.record import Asked, Began, Closed, Packer
from phonehome.read.recording import GROWS

OWNER = Owner({"user_id": ("walrus-77",)})


def make(folder: Path, began: Began) -> Journal:
    journal = Journal(folder)
    journal.append(began)
    for index in range(2):
        journal.count(Asked(Exchange(index, "GET", "https://example.org/?who=walrus-77")))
    return journal


def seen(folder: Path) -> tuple[list[tuple[str, int]], list[str]]:
    said: list[str] = []
    with opened(folder, said.append) as whole, cases.connect(whole) as tables:
        rows = tables.execute("SELECT kind, count(*) FROM findings GROUP BY ALL").fetchall()
    return rows, said


@pytest.mark.parametrize("knowledge", [b"", msgspec.msgpack.encode(load())], ids=["bundled", "own"])
def test_a_case_that_grows_is_read_as_far_as_it_goes(tmp_path: Path, knowledge: bytes) -> None:
    journal = make(tmp_path, Began(0, OWNER, knowledge))
    assert seen(tmp_path) == ([("user_id", 2)], [f"{tmp_path}: still being recorded: 2 exchanges so far"])
    journal.close()


def test_a_case_whose_writer_was_killed_is_read(tmp_path: Path) -> None:
    make(tmp_path, Began(0, OWNER)).close()
    with (tmp_path / NAME).open("ab") as file:
        file.write(b"\x9epHr and no more")
    torn = "recording ended without a close; 2 exchanges recovered, 16 bytes of a torn record left out"
    assert seen(tmp_path) == ([("user_id", 2)], [f"{tmp_path}: {torn}"])
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_recording_that_was_closed_without_a_case_is_read(tmp_path: Path) -> None:
    journal = make(tmp_path, Began(0, OWNER))
    journal.append(Closed(2))
    journal.close()
    said = "the recording was closed, but no case made of it; 2 exchanges"
    assert seen(tmp_path) == ([("user_id", 2)], [f"{tmp_path}: {said}"])


def test_what_grows_is_no_damage_of_the_report(tmp_path: Path) -> None:
    journal = make(tmp_path, Began(0, OWNER))
    with (tmp_path / NAME).open("ab") as file:
        file.write(Packer().frame(Closed(0))[:9])  # a record that is being written just now
    with opened(tmp_path, lambda _: None) as whole:
        (read,) = cases.read_info(whole).inputs
    assert [(one.lost, one.reason) for one in read.damage] == [(0, GROWS)]
    with (tmp_path / NAME).open("rb") as file:
        assert [grows(file, str(tmp_path)), grows(file, str(tmp_path / NAME))] == [True, False]
    journal.close()


def test_an_ordinary_case_is_itself(tmp_path: Path) -> None:
    (tmp_path / "case.json").touch()
    (tmp_path / NAME).touch()
    with opened(tmp_path, lambda _: None) as whole:
        assert (whole, is_open(tmp_path)) == (tmp_path, False)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "holds nothing yet"), (b"\x9epHr", "holds nothing yet"), (b"x" * 99, "is no recording of phonehome's")],
)
def test_a_recording_without_a_beginning_is_named(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(ValueError, match=sentence):
        seen(tmp_path)


def test_a_folder_with_a_recording_stands_for_it(tmp_path: Path) -> None:
    assert recording_of(str(tmp_path)) == str(tmp_path)
    (tmp_path / NAME).touch()
    assert recording_of(str(tmp_path)) == str(tmp_path / NAME)
