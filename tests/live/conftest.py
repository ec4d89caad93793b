"""One server and one certificate authority for the tests of live capture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from live.served import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("server"))
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the proxy keeps its own; made once, for it takes time."""
    return tmp_path_factory.mktemp("authority")
