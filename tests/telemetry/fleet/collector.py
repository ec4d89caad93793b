"""A collector that keeps what it gets, and refuses when told to."""

from __future__ import annotations

import asyncio
import socket
import threading

from phonehome.telemetry.wire import REPORT, Report


class Collector:
    """Keeps what it gets; answers in turn with these statuses, then with 202."""

    def __init__(self, statuses: list[int]) -> None:
        self.got: list[Report] = []
        self._statuses = statuses
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._line, sock=self._socket)
        await server.serve_forever()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            report = REPORT.decode(await reader.readexactly(512))
            status = self._statuses.pop(0) if self._statuses else 202
            if status == 202:
                self.got.append(report)
            assert head.startswith(b"POST /v1/reports HTTP/1.1\r\n")
            writer.write(b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\n{}" % status)
