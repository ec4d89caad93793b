"""mitmproxy's flow dumps with the persons taken out: flow by flow, in the version in which each stands there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from phonehome.model import Damage, Exchange
from phonehome.read.flows import stored
from phonehome.shield import redact_flow
from phonehome.shield.redactor import Redactor


def redact_flows(file: BinaryIO, redactor: Redactor) -> Iterator[bytes]:
    """The redacted flows; ValueError for a file that is empty."""
    for flow in stored(file):
        redactor.begin()
        if isinstance(flow, Damage):
            redactor.done.leave_out("it is damaged or cut off")
            redactor.done.lost(flow)
            continue
        try:
            yield redact_flow.redacted(flow.index, flow.element, redactor)
        except (ValueError, RecursionError) as error:
            redactor.done.leave_out(error)


def shown(file: BinaryIO) -> Iterator[Exchange]:
    """All that a whole dump tells, as exchanges that can be examined."""
    for flow in stored(file):
        if not isinstance(flow, Damage):
            yield from redact_flow.shown(flow.index, flow.element)
