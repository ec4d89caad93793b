"""What the map half could not go below in Python: the corpus taken apart by who knows how each request is wrapped.

Prints microseconds of CPU time a request, all in one process and in turn: the medians of a few passes, so that
what can be remembered is.
"""

from __future__ import annotations

import base64
import gzip
import time
from collections.abc import Callable
from statistics import median
from urllib.parse import parse_qsl, urlsplit

import orjson

import corpus
from phonehome.decode import fields, protobuf
from phonehome.detect.known import Known
from phonehome.detect.request import request_of
from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Value
from phonehome.seldom import collect_seldom

REQUESTS, PASSES = 4500, 5
Leaves = list[tuple[str, Value]]
Open = Callable[[Exchange], Leaves]


def walked(data: bytes) -> Leaves:
    """Path and value of each leaf of a JSON text, by the plainest loop."""
    found: Leaves = []

    def walk(node: object, path: str) -> None:
        match node:
            case dict():
                for name, child in node.items():
                    walk(child, f"{path}.{name}")
            case list():
                for place, child in enumerate(node):
                    walk(child, f"{path}[{place}]")
            case str() | int() | float():
                found.append((path, node))

    walk(orjson.loads(data), "$")
    return found


def _pairs(text: str) -> Leaves:
    return list(parse_qsl(text))


OPENS: dict[str, Open] = {
    "query": lambda one: _pairs(urlsplit(one.url).query),
    "form": lambda one: _pairs(one.body.decode()),
    "json": lambda one: walked(one.body),
    "gzip": lambda one: walked(gzip.decompress(one.body)),
    "base64": lambda one: walked(base64.b64decode(dict(parse_qsl(one.body.decode()))["data"])),
    "protobuf": lambda one: protobuf.opens(one.body, 1 << 20) or [],
    "header": lambda _: [],
    "cookie": lambda one: _pairs(dict(one.headers)["cookie"].replace("; ", "&")),
    "nested three deep": lambda one: walked(gzip.decompress(base64.b64decode(orjson.loads(one.body)["payload"]))),
}


def opened(one: Exchange) -> Leaves:
    """All leaves of a request of the corpus, its headers included."""
    wrappings = list(corpus.WRAPPINGS)
    return [*one.headers, *OPENS[wrappings[one.index % len(wrappings)]](one)]


def main() -> None:
    """The steps of the floor, then phonehome's own."""
    collect_seldom()
    exchanges = [exchange for exchange, _ in corpus.corpus(REQUESTS)]
    examine = examiner(corpus.OWNER, load())
    scan = Known(corpus.OWNER)._scan  # noqa: SLF001 - the bare scan, without what is made of its hits
    blobs = [request_of(one, fields(one).fields).blob for one in exchanges]
    steps: dict[str, Callable[[], object]] = {
        "leaves of requests whose wrapping is known": lambda: [opened(one) for one in exchanges],
        "one scan of their text for the owner's values": lambda: [scan(blob) for blob in blobs],
        "phonehome: every layer found and opened": lambda: [fields(one) for one in exchanges],
        "phonehome: the same, and every finding": lambda: [examine(one) for one in exchanges],
    }
    rounds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(PASSES):
        for name, step in steps.items():
            started = time.process_time()
            step()
            rounds[name].append(1e6 * (time.process_time() - started) / REQUESTS)
    for name, times in rounds.items():
        print(f"{median(times):7.1f} us  {name}")  # noqa: T201


if __name__ == "__main__":
    main()
