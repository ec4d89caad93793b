"""Which store a name means: a PostgreSQL URL, or else a file of SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import Store

SCHEMES = ("postgresql://", "postgres://")


def open_store(name: str) -> Store:
    """The store; ValueError where it cannot be opened or its library is not installed."""
    if not name.startswith(SCHEMES):
        return Sqlite(Path(name))
    store: Store = _postgresql().Postgresql(name)
    return store


def held_in_postgresql(url: str) -> Iterator[list[tuple[str, str, int, int]]]:
    """What stands in the database, unchanged: (metric, day, output, how many), some at a time."""
    return iter(_postgresql().held(url))


def _postgresql() -> ModuleType:
    try:
        return import_module("phonehome.telemetry.server.postgresql")
    except ImportError:
        raise ValueError("PostgreSQL needs its client: pip install 'phonehome[telemetry,postgresql]'") from None
