from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from phonehome.telemetry.client.store import SCHEMA, Store


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


def test_the_line_is_one_thread_s_at_a_time_and_free_again_after_it(tmp_path: Path) -> None:
    store, order = Store(tmp_path), list[str]()

    def other() -> None:
        with Store(tmp_path).line():
            order.append("other")

    with store.line():
        waiting = threading.Thread(target=other)
        waiting.start()
        order.append("first")
    waiting.join()
    with store.line():
        order.append("again")
    assert order == ["first", "other", "again"]


def test_a_store_of_another_schema_is_refused(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "telemetry.sqlite")) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        other.execute("PRAGMA user_version = 7")
    with pytest.raises(ValueError, match=r"was written by another phonehome \(schema 7, this one has 1\)"):
        Store(tmp_path)
