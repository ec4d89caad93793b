"""Both stores: SQLite in a file, and a real PostgreSQL server that the tests start for themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from phonehome.telemetry.server.postgresql import Postgresql
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import Store

# PostgreSQL refuses to run as root.
USER = "nobody" if os.getuid() == 0 else None
NUMBERS = count()


def program(name: str) -> str | None:
    """Debian keeps the server's programs off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The folder of a running server's socket."""
    initdb, control = program("initdb"), program("pg_ctl")
    if not (initdb and control):
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no PostgreSQL, so nobody tests it")
        pytest.skip("no PostgreSQL on this machine")
    with tempfile.TemporaryDirectory(prefix="phonehome-pg-") as name:
        if USER:
            shutil.chown(name, USER)
        folder = f"{name}/data"

        def run(*call: str) -> None:
            with Path("/dev/null").open("wb") as nowhere:
                subprocess.run(call, check=True, user=USER, cwd=name, stdout=nowhere, stderr=nowhere, timeout=120)

        run(initdb, "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories={name} -c shared_buffers=16MB"
        run(control, "-D", folder, "-o", settings, "-l", f"{name}/log", "-w", "start")
        try:
            yield name
        finally:
            run(control, "-D", folder, "-m", "immediate", "-w", "stop")


@pytest.fixture
def url(server: str) -> str:
    """A new database of the server's."""
    database = f"telemetry{next(NUMBERS)}"
    with psycopg.connect(f"postgresql:///postgres?host={server}&user=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}".encode())
    return f"postgresql:///{database}?host={server}&user=postgres"


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Sqlite]:
    made = Sqlite(tmp_path / "telemetry.sqlite")
    yield made
    made.end()


@pytest.fixture
def postgresql(url: str) -> Iterator[Postgresql]:
    made = Postgresql(url)
    yield made
    made.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(request.param)
    return found
