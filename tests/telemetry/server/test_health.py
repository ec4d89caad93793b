"""Whether the collector can store and read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from phonehome.telemetry.server.batch import Batch
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.health import SECONDS, Health
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError, Entry, Fate, FullError, Removal
from telemetry.server.building import Broken, entry, removal, with_desk

PAGE = 4096


def _damaged(file: Path) -> None:
    with file.open("r+b") as database:
        database.seek(-PAGE, os.SEEK_END)
        database.write(bytes(range(256)) * (PAGE // 256))


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // PAGE // 2 * PAGE)


@pytest.fixture
def filled(tmp_path: Path) -> Sqlite:
    """A store whose reports are all in its file, none in its log."""
    first = Sqlite(tmp_path / "telemetry.sqlite")
    first.write([entry(number) for number in range(3_000)], [])
    first.end()
    return Sqlite(tmp_path / "telemetry.sqlite")


def _said(store: Sqlite | Broken) -> str:
    async def work(desk: Desk) -> str:
        try:
            await Health(desk).check()
        except (AwayError, FullError) as error:
            return str(error)
        return "ok"

    return with_desk(store, work)


def test_a_sound_database_is_well(filled: Sqlite) -> None:
    assert _said(filled) == "ok"
    filled.end()


@pytest.mark.parametrize("harm", [_damaged, _cut])
def test_a_damaged_database_is_not_well(filled: Sqlite, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    file = tmp_path / "telemetry.sqlite"
    harm(file)
    assert _said(filled) == f"{file} is damaged, or no SQLite database"
    filled.end()


def test_a_deleted_database_is_not_well(filled: Sqlite, tmp_path: Path) -> None:
    (tmp_path / "telemetry.sqlite").unlink()
    assert "was deleted, moved or replaced" in _said(filled)
    filled.end()


@pytest.mark.parametrize("error", [AwayError("it is locked"), FullError("no room")])
def test_what_the_store_says_is_told(error: Exception) -> None:
    assert _said(Broken(error)) == str(error)


class Full(Broken):
    """A disk with room for nothing, until some is made."""

    def write(self, entries: Sequence[Entry], removals: Sequence[Removal], /) -> tuple[list[Fate], list[Fate]]:
        if entries and self.full:
            raise self.error
        return ["stored"] * len(entries), ["absent"] * len(removals)

    def check(self) -> None:
        """All pages are well."""

    def batches(self) -> list[Batch]:
        return []

    full = True


def test_a_full_disk_is_not_well_until_an_upload_is_stored() -> None:
    store = Full(FullError("no room is left on the disk"))

    async def said(desk: Desk) -> str:
        try:
            await Health(desk).check()
        except AwayError as error:
            return str(error)
        return "ok"

    async def work(desk: Desk) -> list[str]:
        before = await said(desk)
        with pytest.raises(FullError):
            await desk.writer.put(entry(1))
        full = [await said(desk)]
        await desk.writer.put(removal(2))
        full.append(await said(desk))
        store.full = False
        room = await said(desk)
        await desk.writer.put(entry(1))
        return [before, *full, room, await said(desk)]

    wrong = "the last uploads were not stored: no room is left on the disk"
    assert with_desk(store, work) == ["ok", wrong, wrong, wrong, "ok"]


def test_all_pages_are_read_once_a_minute(filled: Sqlite, tmp_path: Path) -> None:
    times = iter([0.0, SECONDS - 1, SECONDS])

    async def work(desk: Desk) -> list[str]:
        health, said = Health(desk), []
        for _ in range(3):
            try:
                await health.check()
            except AwayError as error:
                said.append(str(error))
            else:
                said.append("ok")
            if len(said) == 1:
                _damaged(tmp_path / "telemetry.sqlite")
        return said

    found = with_desk(filled, work, lambda desk: replace(desk, now=lambda: next(times)))
    filled.end()
    assert found == ["ok", "ok", f"{tmp_path / 'telemetry.sqlite'} is damaged, or no SQLite database"]
