"""Real sockets on this machine: what arrives is what the log says, and whatever comes back is borne."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from phonehome.telemetry.client import doors
from phonehome.telemetry.client.doors import Request, checked, post


class Server:
    """Takes one request a connection and answers with the same bytes always."""

    def __init__(self, answer: bytes, context: ssl.SSLContext | None = None) -> None:
        self.got: list[bytes] = []
        self.hold = threading.Event()
        self.hold.set()
        self._answer, self._context = answer, context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                bare, _ = self._socket.accept()
            except OSError:
                return
            try:
                with self._context.wrap_socket(bare, server_side=True) if self._context else bare as connection:
                    got = b""
                    while b"\r\n\r\n" not in got or len(got.partition(b"\r\n\r\n")[2]) < 4:
                        got += connection.recv(4096)
                    self.got.append(got)
                    self.hold.wait()
                    connection.sendall(self._answer)
            except OSError:
                continue

    def close(self) -> None:
        """No more connections."""
        self._socket.close()


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    made: list[Server] = []
    yield made
    for server in made:
        server.close()


OK = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"


def test_what_arrives_is_the_wire_byte_for_byte(servers: list[Server]) -> None:
    servers.append(server := Server(OK))
    request = Request(f"http://127.0.0.1:{server.port}/base/v1/reports", b"body")
    answered = post(request)
    assert (answered.status, answered.body) == (202, b"{}")
    assert server.got == [request.wire]
    assert server.got[0].startswith(b"POST /base/v1/reports HTTP/1.1\r\nHost: 127.0.0.1:")


def test_over_tls_only_with_a_name_that_is_certified(
    servers: list[Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    servers.append(server := Server(OK, context))
    request = Request(f"https://localhost:{server.port}/v1/reports", b"body")
    refused = post(request)
    assert (refused.status, server.got) == (0, [])
    assert b"CERTIFICATE_VERIFY_FAILED" in refused.body
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert post(request).status == 202
    assert server.got == [request.wire]


@pytest.mark.parametrize(
    ("answer", "status", "retry"),
    [
        (b"", 0, 0),
        (b"\x00\xff garbage\r\n\r\n", 0, 0),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", 503, 120),
        (b"HTTP/1.1 429 Slow\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n", 429, 0),
        (b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n", 302, 0),
        (b"HTTP/1.1 202 OK\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 9000, 202, 0),
    ],
    ids=["nothing", "garbage", "busy", "odd retry", "redirect is not followed", "endless"],
)
def test_whatever_comes_back_is_borne(servers: list[Server], answer: bytes, status: int, retry: int) -> None:
    servers.append(server := Server(answer))
    answered = post(Request(f"http://127.0.0.1:{server.port}/v1/reports", b"body"))
    assert (answered.status, answered.retry_after) == (status, retry)
    assert len(answered.body) <= 4096


def test_what_is_wanted_no_more_is_broken_off(servers: list[Server]) -> None:
    servers.append(server := Server(b""))
    server.hold.clear()
    asked = iter([True, True, True])
    answered = post(Request(f"http://127.0.0.1:{server.port}/v1/reports", b"body"), lambda: next(asked, False))
    server.hold.set()
    assert (answered.status, list(asked)) == (0, [])


def test_an_answer_that_comes_drop_by_drop_is_not_waited_for(
    servers: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "LONGEST_S", 0.3)
    servers.append(server := Server(b""))
    server.hold.clear()
    assert post(Request(f"http://127.0.0.1:{server.port}/v1/reports", b"body")).status == 0
    server.hold.set()


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    answered = post(Request(f"http://127.0.0.1:{port}/v1/reports", b"body"))
    assert answered.status == 0
    assert b"refused" in answered.body


def test_a_server_is_written_without_a_slash_at_its_end() -> None:
    assert checked("https://telemetry.example.org/base/") == "https://telemetry.example.org/base"
    assert checked("http://127.0.0.1:8440") == "http://127.0.0.1:8440"
