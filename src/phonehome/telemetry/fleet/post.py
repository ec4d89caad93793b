"""The door of a simulated fleet: many reports over few connections, as fast as the collector takes them.

A real phone opens a connection a report; a simulation that did so would measure the opening.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from phonehome.telemetry.client.doors import AGENT, checked
from phonehome.telemetry.wire import REPORTS, Report, pack

CONNECTIONS = 32
# Refusals that pass: the report is sent again after a moment.
_PASSING = frozenset({429, 503, 507})
_TRIES, _MOMENT_S = 50, 0.2


class Sent(Struct):
    """How many reports got which answer."""

    statuses: Counter[int]


def post_all(server: str, reports: Iterable[Report]) -> Sent:
    """Sends all. ConnectionError when the collector is not there."""
    try:
        return asyncio.run(_post_all(checked(server), iter(reports)))
    except ExceptionGroup as group:
        raise group.exceptions[0] from None


async def _post_all(server: str, reports: Iterator[Report]) -> Sent:
    sent = Sent(Counter())
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_line(server, reports, sent))
    return sent


async def _line(server: str, reports: Iterator[Report], sent: Sent) -> None:
    """One connection. All take from one iterator: nothing waits within ``next``, so no two get the same report."""
    url = urlsplit(server)
    context = ssl.create_default_context() if url.scheme == "https" else None
    port = url.port or (443 if context else 80)
    reader, writer = await asyncio.open_connection(url.hostname, port, ssl=context)
    head = f"POST {url.path}{REPORTS} HTTP/1.1\r\nHost: {url.netloc}\r\nUser-Agent: {AGENT}\r\n"
    try:
        for report in reports:
            body = pack(report)
            lines = f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            for _ in range(_TRIES):
                writer.write(lines + body)
                status = await _status(reader)
                if status not in _PASSING:
                    break
                await asyncio.sleep(_MOMENT_S)
            sent.statuses[status] += 1
    finally:
        writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    """The status of one answer, whose body is read and left."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        lengths = [int(line.split(":")[1]) for line in head if line.lower().startswith("content-length:")]
        await reader.readexactly(sum(lengths))
        return int(head[0].split()[1])
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError) as error:
        raise ConnectionError(f"the collector's answer broke off: {error}") from None
