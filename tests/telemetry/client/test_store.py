from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from phonehome.telemetry.client.store import Store


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    Store(tmp_path / "store").close()
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "store" / "telemetry.sqlite").stat().st_mode) == 0o600


def test_a_change_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.say("one", "1")
    with pytest.raises(sqlite3.OperationalError):
        _fail_halfway(store)
    assert (store.said("one"), store.said("two")) == ("1", "")
    other = Store(tmp_path)
    other.say("two", "2")
    assert store.said("two") == "2"
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.rows("SELECT 1")


def _fail_halfway(store: Store) -> None:
    with store.change() as connection:
        connection.execute("DELETE FROM said")
        connection.execute("SELECT nonsense")
