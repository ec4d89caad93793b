from __future__ import annotations

import resource
from pathlib import Path

import pytest

from phonehome.live.journal import NAME, Journal
from phonehome.model import Damage, Exchange
from phonehome.read import recording
from phonehome.read.record import Asked, Began, Closed


def asked(index: int, body: bytes = b"") -> Asked:
    return Asked(Exchange(index, "GET", "https://example.org/", body=body))


def read(folder: Path) -> list[Exchange | Damage]:
    with (folder / NAME).open("rb") as file:
        return list(recording.read(file))


def test_what_was_appended_is_there_before_it_is_closed(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "case")
    journal.append(Began(0))
    journal.count(asked(0))
    assert [type(one) for one in read(tmp_path / "case")] == [Exchange, Damage]
    assert (journal.written, journal.recorded, journal.sync(), journal.recorded) == (1, 0, 1, 1)
    journal.append(Closed(1))
    journal.close()
    assert read(tmp_path / "case") == [asked(0).exchange]


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    Journal(tmp_path / "case").close()
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "case", tmp_path / "case" / NAME)]
    assert modes == [0o700, 0o600]


def test_a_second_one_is_refused(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    with pytest.raises(FileExistsError):
        Journal(tmp_path)


def test_a_full_disk_costs_nothing_that_was_recorded(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    journal = Journal(tmp_path)
    journal.append(Began(0))
    journal.count(asked(0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            journal.count(asked(1, bytes(range(256)) * 4))
        journal.count(asked(2))
        journal.append(Closed(1))
        journal.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (journal.written, journal.recorded) == (1, 1)
    assert [one for one in read(tmp_path) if isinstance(one, Exchange) or one.lost] == [asked(0).exchange]
