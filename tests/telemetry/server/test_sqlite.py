"""SQLite: durable, private, and one sentence for whatever is wrong with its file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError, FullError
from telemetry.server.building import BATCH, counts, entry


def _bytes(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.iterdir()))


def test_the_log_is_written_through_and_deleted_rows_are_overwritten(sqlite: Sqlite, tmp_path: Path) -> None:
    sqlite.write([entry(number) for number in range(500)], [])
    assert entry(7).nonce in _bytes(tmp_path)
    sqlite.close(BATCH)
    assert [one for one in range(500) if entry(one).nonce in _bytes(tmp_path)] == []


def test_only_the_collectors_user_may_read_it(sqlite: Sqlite, tmp_path: Path) -> None:
    sqlite.write([entry(1)], [])
    assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}


def test_a_row_has_no_time_no_address_and_no_order(sqlite: Sqlite, tmp_path: Path) -> None:
    sqlite.write([entry(number) for number in range(9)], [])
    with closing(sqlite3.connect(tmp_path / "telemetry.sqlite")) as file:
        names = [row[1] for row in file.execute("PRAGMA table_info(reports)")]
        nonces = [row[0] for row in file.execute("SELECT nonce FROM reports")]
    assert (names, nonces) == (["batch", "nonce", "output"], sorted(entry(number).nonce for number in range(9)))


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    for number in (1, 2):
        store = Sqlite(tmp_path / "again.sqlite")
        store.write([entry(number)], [])
        store.end()
    store = Sqlite(tmp_path / "again.sqlite")
    assert counts(store) == {0: 2}
    store.end()


def test_a_locked_file_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "locked.sqlite"
    store = Sqlite(path, patience=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AwayError, match=r"locked\.sqlite is locked by another program$"):
            store.write([entry(1)], [])
    store.write([entry(1)], [])
    assert counts(store) == {0: 1}
    store.end()


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    path.write_bytes(b"no database, but a long enough text\n" * 400)
    with pytest.raises(AwayError, match=r"text\.sqlite is damaged, or no SQLite database$"):
        Sqlite(path)


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    with pytest.raises(
        ValueError, match=r"other\.sqlite is no database of phonehome telemetry, or one of a newer phonehome$"
    ):
        Sqlite(path)
    assert path.read_bytes() == before


def test_damage_that_shows_late_is_told(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite"
    store = Sqlite(path)
    store.write([entry(number) for number in range(3_000)], [])
    store.end()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + os.urandom(len(whole) - 8192))
    store = Sqlite(path)
    with pytest.raises(AwayError, match=r"damaged\.sqlite is damaged, or no SQLite database$"):
        store.write([entry(number) for number in range(3_000, 6_000)], [])
    store.end()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Sqlite(tmp_path / "none" / "telemetry.sqlite")


def _delete(path: Path) -> None:
    path.unlink()


def _delete_all(path: Path) -> None:
    for one in path.parent.iterdir():
        one.unlink()


def _delete_the_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def _replace(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


@pytest.mark.parametrize("harm", [_delete, _delete_all, _delete_the_log, _replace])
@pytest.mark.parametrize("reopened", [False, True])
def test_a_report_is_not_stored_where_it_would_be_lost(
    tmp_path: Path, harm: Callable[[Path], None], *, reopened: bool
) -> None:
    store = Sqlite(tmp_path / "telemetry.sqlite")
    store.write([entry(1)], [])
    if reopened:
        store.end()
        store = Sqlite(tmp_path / "telemetry.sqlite")
    harm(tmp_path / "telemetry.sqlite")
    for _ in range(2):
        with pytest.raises(AwayError, match=r"telemetry\.sqlite or its log was deleted, moved or replaced"):
            store.write([entry(2)], [])
    store.end()


def test_a_file_that_was_moved_and_comes_back_is_written_again(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "telemetry.sqlite", tmp_path / "elsewhere"
    store = Sqlite(path)
    path.rename(elsewhere)
    with pytest.raises(AwayError, match=r"was deleted, moved or replaced"):
        store.write([entry(1), entry(2)], [])
    elsewhere.rename(path)
    store.write([entry(1)], [])
    assert counts(store) == {0: 1}
    store.end()


def test_a_file_that_is_reached_by_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "telemetry.sqlite").symlink_to(tmp_path / "real" / "kept.sqlite")
    store = Sqlite(tmp_path / "telemetry.sqlite")
    store.write([entry(1)], [])
    assert counts(store) == {0: 1}
    store.end()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    call = ("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(tmp_path))
    if os.getuid() or subprocess.run(call, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield tmp_path
    subprocess.run(("umount", "--lazy", str(tmp_path)), check=True)


def test_a_full_disk_stores_nothing_of_a_group_and_all_of_the_next_once_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    store = Sqlite(small_disk / "telemetry.sqlite")
    store.write([entry(0)], [])
    with pytest.raises(OSError, match=r"No space"):
        ballast.write_bytes(bytes(1 << 20))
    with pytest.raises(FullError, match=r"no room is left on the disk$"):
        store.write([entry(number) for number in range(1, 2_000)], [])
    assert counts(store) == {0: 1}
    ballast.unlink()
    store.write([entry(number) for number in range(1, 2_000)], [])
    assert counts(store) == {0: 2_000}
    store.end()
