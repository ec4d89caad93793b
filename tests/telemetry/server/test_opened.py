"""Which store a name means."""

from __future__ import annotations

from pathlib import Path

from phonehome.cli.telemetry.collected import collected
from phonehome.telemetry.server.opened import open_store
from phonehome.telemetry.server.postgresql import Postgresql
from phonehome.telemetry.server.sqlite import Sqlite
from telemetry.server.building import entry


def test_a_name_is_a_file(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "telemetry.sqlite"))
    store.end()
    assert isinstance(store, Sqlite)


def test_a_url_is_a_server(url: str) -> None:
    store = open_store(url)
    store.end()
    assert isinstance(store, Postgresql)


def test_a_leak_of_a_server_is_a_table_too(url: str) -> None:
    store = open_store(url)
    store.write([entry(number) for number in range(30)], [])
    store.end()
    with collected(url) as (_, table):
        assert (table.columns, len(table)) == (["metric", "day", "answer"], 30)
