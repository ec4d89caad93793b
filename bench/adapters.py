"""Time per request of the endpoint tables, with 100 and with 10,000 of them: it must not grow. Prints a table."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

import msgspec

from phonehome.decode import fields
from phonehome.detect.endpoint import AtEndpoint
from phonehome.detect.request import Request, request_of
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Endpoint, EndpointField
from phonehome.model import Exchange

PASSES = 20


def table() -> Iterator[str]:
    yield "| endpoint tables | prepared in | a request at a known address | at an unknown one |\n|---|---|---|---|\n"
    for count in (100, 1_000, 10_000):
        knowledge = msgspec.structs.replace(load(), endpoints=tuple(map(_endpoint, range(count))))
        start = time.perf_counter()
        way = AtEndpoint(knowledge)
        prepared = time.perf_counter() - start
        known, unknown = ([_request(host, i % count) for i in range(100)] for host in ("tracker", "other"))
        told = (f"{_each(way, known):.1f} us", f"{_each(way, unknown):.1f} us")
        yield f"| {count:,} | {1000 * prepared:.1f} ms | {told[0]} | {told[1]} |\n"


def _endpoint(number: int) -> Endpoint:
    host = f"*.tracker{number % 500}.example" if number % 10 == 0 else f"a.tracker{number % 500}.example"
    rows = tuple(EndpointField((f"body > json $.device.key{i}",), "other_identifier", "observed") for i in range(20))
    return Endpoint(f"Tracker {number}", (host,), f"/v1/{number}", "https://example.org", fields=rows)


def _request(host: str, number: int) -> Request:
    body = json.dumps({"device": {f"key{i}": f"value {i}" for i in range(30)}}).encode()
    exchange = Exchange(0, "POST", f"https://a.{host}{number % 500}.example/v1/{number}", body=body)
    return request_of(exchange, fields(exchange).fields)


def _each(way: AtEndpoint, requests: list[Request]) -> float:
    """Microseconds a request, the best of all passes."""
    best = float("inf")
    for _ in range(PASSES):
        start = time.perf_counter()
        for request in requests:
            for _clue in way.find(request):
                pass
        best = min(best, time.perf_counter() - start)
    return best / len(requests) * 1e6


if __name__ == "__main__":
    sys.stdout.writelines(table())
