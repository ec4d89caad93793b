"""A server of plain sockets: each connection is served in a thread of its own until the server is closed."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread


class Accepting:
    """Takes connections on loopback; what a connection is answered stands in ``serve``."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def serve(self, client: socket.socket) -> None:
        raise NotImplementedError

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                Thread(target=self._served, args=(client,), daemon=True).start()

    def _served(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            self.serve(client)
