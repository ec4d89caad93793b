"""However a capture is ended, short of its own death: the case is made, the proxy is gone, its port free."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from live.served import Running, Server, capturing
from live.test_hostile import works

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


def is_free(port: int) -> bool:
    """Whether a port can be taken, waiting for it a while."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def files(running: Running) -> list[str]:
    return sorted(path.name for path in running.case.iterdir())


WHOLE = ["case.json", "exchanges.parquet", "fields.parquet", "findings.parquet", "recording"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_whole_group_makes_the_case(
    server: Server, authority: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with capturing(tmp_path, "--trust", str(server.authority), authority=authority) as running:
        assert works(running, server, "x")
        os.killpg(running.process.pid, number)
        assert running.process.wait(60) == 0
        assert (files(running), is_free(running.port)) == (WHOLE, True)
        assert running.said().splitlines()[-2].startswith("1 exchange; likely or confirmed: ")


def test_the_proxy_ends_with_its_command_however_that_ends(server: Server, authority: Path, tmp_path: Path) -> None:
    with capturing(tmp_path, "--trust", str(server.authority), authority=authority) as running:
        with socket.create_connection(("127.0.0.1", running.port), 10) as hanging:
            hanging.sendall(b"POST http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nha")
            running.process.kill()
            running.process.wait(60)
        assert is_free(running.port)
