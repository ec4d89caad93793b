"""PostgreSQL: several processes at once, durable, and one sentence for what is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from phonehome.telemetry.server.postgresql import Postgresql, held
from phonehome.telemetry.server.store import AwayError
from telemetry.server.building import BATCH, counts, entry


def _each(url: str, turn: int) -> None:
    """What one process does: the same reports as the others, in its own order and groups, while batches are closed."""
    store = Postgresql(url)
    for group in range(20):
        numbers = sorted(range(group * 50, group * 50 + 50), reverse=turn % 2 == 0)
        store.write([entry(number, number % 3) for number in numbers], [])
    store.end()


def test_processes_that_write_the_same_reports_count_each_once(url: str, postgresql: Postgresql) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_each, [url] * 4, range(4)))
    assert counts(postgresql) == {0: 334, 1: 333, 2: 333}


def test_closing_while_others_write_loses_and_doubles_nothing(url: str, postgresql: Postgresql) -> None:
    def write(number: int) -> int:
        store = Postgresql(url)
        fates = [store.write([entry(number * 1000 + one, 1)], [])[0][0] for one in range(150)]
        store.end()
        return fates.count("stored")

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, number) for number in range(3)]
        closing = pool.submit(postgresql.close, BATCH)
        closing.result()
        stored = sum(one.result() for one in writing)
    postgresql.close(BATCH)
    assert counts(postgresql).get(1, 0) == stored


def test_a_commit_waits_for_the_disk_also_where_the_server_would_not(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        name = admin.info.dbname
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
    store = Postgresql(url)
    with store._transaction() as writing:  # noqa: SLF001 - nothing outside shows it but a power cut
        said = writing.execute("SHOW synchronous_commit").fetchone()
    store.end()
    assert said == ("on",)


def test_a_lost_connection_is_told_once_and_made_anew(url: str, postgresql: Postgresql) -> None:
    postgresql.write([entry(1)], [])
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(AwayError, match=r"^PostgreSQL: "):
        postgresql.write([entry(2)], [])
    postgresql.write([entry(2)], [])
    assert counts(postgresql) == {0: 2}


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(AwayError) as error:
        Postgresql("postgresql://someone:topsecret@127.0.0.1:1/none")
    assert ("PostgreSQL: " in str(error.value), "topsecret" in str(error.value)) == (True, False)


def test_what_a_leak_would_show_is_all_there_is(url: str, postgresql: Postgresql) -> None:
    postgresql.write([entry(number, number % 3) for number in range(30)], [])
    day = BATCH.day.isoformat()
    assert sorted(row for rows in held(url) for row in rows) == sorted(
        [(BATCH.metric, day, n % 3, 1) for n in range(30)]
    )
    postgresql.close(BATCH)
    assert sorted(row for rows in held(url) for row in rows) == [(BATCH.metric, day, n, 10) for n in range(3)]


def test_another_database_is_refused_and_left_alone(url: str) -> None:
    for _ in range(2):
        with pytest.raises(AwayError, match=r"^PostgreSQL: this database is none of phonehome telemetry serve$"):
            list(held(url))
