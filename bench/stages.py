"""Where the time of an audit goes, stage by stage, measured in this process on one core."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from phonehome.decode import fields
from phonehome.detect.behaviour import Behaviour
from phonehome.detect.endpoint import AtEndpoint
from phonehome.detect.fieldname import FieldName
from phonehome.detect.known import Known
from phonehome.detect.pattern import Pattern
from phonehome.detect.place import Place
from phonehome.detect.request import Request, request_of
from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.read import reader_of
from phonehome.read.reader import HEAD
from phonehome.tables import batch

Made = TypeVar("Made")
Way = Known | Place | AtEndpoint | Pattern | FieldName | Behaviour
CHUNK = 256


def stages(capture: bytes, owner: Owner) -> list[tuple[str, float]]:
    """Name and seconds of each stage; the ways of detecting one by one, without the merging of their clues."""
    knowledge = load()
    timings: list[tuple[str, float]] = []

    def timed(name: str, work: Callable[[], Made]) -> Made:
        started = time.perf_counter()
        made = work()
        timings.append((name, time.perf_counter() - started))
        return made

    exchanges = timed("read", lambda: _exchanges(capture))
    decoded = timed("decode", lambda: [fields(exchange) for exchange in exchanges])
    pairs = list(zip(exchanges, decoded, strict=True))
    requests = timed("join text", lambda: [request_of(exchange, opened.fields) for exchange, opened in pairs])
    ways = (Known(owner), Place(owner), AtEndpoint(knowledge), Pattern(knowledge), FieldName(knowledge))
    for way in (*ways, Behaviour(knowledge)):
        timed(f"detect: {type(way).__name__}", partial(_ask, way, requests))
    examine = timed("prepare for an owner", lambda: examiner(owner, knowledge))
    examined = [examine(exchange) for exchange in exchanges]
    timed("tables", lambda: [batch(examined[at : at + CHUNK]) for at in range(0, len(examined), CHUNK)])
    return timings


def _exchanges(capture: bytes) -> list[Exchange]:
    items = reader_of(capture[:HEAD]).read(io.BytesIO(capture))
    return [item for item in items if isinstance(item, Exchange)]


def _ask(way: Way, requests: list[Request]) -> int:
    return sum(1 for request in requests for _ in way.find(request))
