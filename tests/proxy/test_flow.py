"""A flow under way and its dump are read alike."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from mitmproxy import flow, http
from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow
from msgspec.structs import replace

from phonehome.model import Damage, Exchange
from phonehome.proxy import flow as flows
from phonehome.read import flows as dumps

Change = Callable[[http.HTTPFlow], object]


def _headers(one: http.HTTPFlow) -> None:
    one.request.headers.fields = ((b"a", b"\xe9"), (b"A", "é".encode()), (b"Cookie", b"s=1"))


def _host(one: http.HTTPFlow) -> None:
    one.request.headers["host"] = "named.example:443"
    one.request.scheme = "https"


def _address(one: http.HTTPFlow) -> None:
    _host(one)
    one.request.host = "192.0.2.1"
    one.request.headers["host"] = "named.example:443"


def _absolute(one: http.HTTPFlow) -> None:
    one.request.path = "http://other.example/x?y=1"


def _error(one: http.HTTPFlow) -> None:
    one.response, one.error = None, flow.Error("connection refused")
    one.server_conn.timestamp_tcp_setup = None


def _killed(one: http.HTTPFlow) -> None:
    one.response, one.error = None, flow.Error("Connection killed.")


CHANGES: dict[str, Change] = {
    "plain": lambda _: None,
    "headers that are no UTF-8": _headers,
    "named by its target, not by its header": _host,
    "named by its header": _address,
    "in absolute form": _absolute,
    "all paths": lambda one: setattr(one.request, "path", "*"),
    "IPv6": lambda one: setattr(one.request, "host", "2001:db8::1"),
    "never connected": _error,
    "killed": _killed,
    "odd status": lambda one: setattr(one.response, "status_code", 1000),
}


def dumped(one: http.HTTPFlow) -> Exchange | Damage:
    file = io.BytesIO()
    FlowWriter(file).add(one)
    return next(iter(dumps.read(io.BytesIO(file.getvalue()))))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_flow_is_read_as_its_dump(change: Change) -> None:
    one = tflow.tflow(resp=True)
    change(one)
    exchange = replace(
        flows.asked(0, one),
        body=one.request.raw_content or b"",
        sent=flows.is_sent(one),
        response=flows.response(one, len(one.response.raw_content or b"") if one.response else 0),
    )
    assert exchange == dumped(one)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("tracker.example", "http://tracker.example/path"),
        ("192.0.2.1", "http://maker.example/path"),
        ("2001:db8::1", "http://maker.example/path"),
    ],
)
def test_a_header_does_not_name_who_was_reached_by_another_name(host: str, url: str) -> None:
    one = tflow.tflow()
    one.request.host, one.request.port = host, 80
    one.request.headers["host"] = "maker.example"
    assert flows.url(one.request) == url
