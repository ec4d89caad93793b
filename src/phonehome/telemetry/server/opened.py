"""Which store a name means: a PostgreSQL URL, or else a file of SQLite."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import Store

SCHEMES = ("postgresql://", "postgres://")


def open_store(name: str) -> Store:
    """The store; ValueError where it cannot be opened or its library is not installed."""
    if not name.startswith(SCHEMES):
        return Sqlite(Path(name))
    try:
        library = import_module("phonehome.telemetry.server.postgresql")
    except ImportError:
        raise ValueError("PostgreSQL needs its client: pip install 'phonehome[telemetry,postgresql]'") from None
    store: Store = library.Postgresql(name)
    return store
