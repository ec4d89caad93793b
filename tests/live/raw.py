"""A TLS server on loopback that keeps every byte it got, and answers each request with what it is told."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import trustme

from accepting import Accepting

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class RawServer(Accepting):
    """HTTP/1.1 with bodies of known length, one thread a connection. Without TLS what comes is echoed."""

    def __init__(self, folder: Path, answer: bytes = OK, *, tls: bool = True) -> None:
        self.got: list[bytes] = []
        self.authority = folder / "raw.pem"
        self._answer = answer
        self._tls = tls
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.authority))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self._context)
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        if not self._tls:
            while data := client.recv(1 << 16):
                self.got.append(data)
                client.sendall(data)
            return
        with self._context.wrap_socket(client, server_side=True) as channel:
            while request := _request(channel):
                self.got.append(request)
                channel.sendall(self._answer)


def _request(channel: ssl.SSLSocket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        part = channel.recv(1 << 16)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    told = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(told[0].partition(b":")[2]) if told else 0
    while len(body) < length:
        body += channel.recv(1 << 16)
    return head + b"\r\n\r\n" + body
