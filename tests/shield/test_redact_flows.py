from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mitmproxy.exceptions import FlowReadException
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader, FlowWriter
from mitmproxy.test.tflow import tdnsflow, tflow, ttcpflow, tudpflow

from phonehome.attribute import host_of
from phonehome.model import Damage, Exchange, Owner
from phonehome.phones import PROFILES, Options, simulate
from phonehome.read import flows
from phonehome.shield.redact_flows import redact_flows, shown
from read.tnet import Tnet, dumps
from shield.redacting import EMAIL, left, raw, redactor

CAPTURES = Path(__file__).parents[3] / "shared" / "captures" / "mitmproxy"


def flow(exchange: Exchange) -> bytes:
    """An exchange as mitmproxy 10 and later dump it."""
    scheme, _, rest = exchange.url.partition("://")
    host, slash, path = rest.partition("/")
    request: dict[str, Tnet] = {
        "method": exchange.method.encode(),
        "scheme": scheme.encode(),
        "host": host,
        "port": 443 if scheme == "https" else 80,
        "authority": b"",
        "path": (slash + path).encode(),
        "headers": [[name.encode(), value.encode()] for name, value in exchange.headers],
        "content": exchange.body,
        "trailers": None,
        "timestamp_start": (exchange.time or 0) / 1000,
    }
    server: dict[str, Tnet] = {"address": [host, 443], "peername": [exchange.address, 443]}
    return dumps({"version": 21, "type": "http", "request": request, "response": None, "server_conn": server})


def read(data: bytes) -> list[Exchange]:
    return [one for one in flows.read(io.BytesIO(data)) if isinstance(one, Exchange)]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_redacted_phone_holds_none_of_its_owners_values(profile: str) -> None:
    simulation = simulate(profile, Options(1, 2))
    dump = b"".join(map(flow, simulation.exchanges))
    assert [(one.url, one.body) for one in read(dump)] == [(one.url, one.body) for one in simulation.exchanges]
    written = b"".join(redact_flows(io.BytesIO(dump), redactor(simulation.owner)))
    assert [(one.method, host_of(one.url), one.time) for one in read(written)] == [
        (one.method, host_of(one.url), one.time) for one in simulation.exchanges
    ]
    assert (left(shown(io.BytesIO(written)), simulation.owner), raw(written, simulation.owner)) == ({}, [])


LEAVES = st.none() | st.booleans() | st.integers(-9, 1 << 40) | st.binary(max_size=9) | st.text(max_size=9)
NAMES = st.sampled_from(
    [
        "type",
        "request",
        "response",
        "client_conn",
        "server_conn",
        "websocket",
        "messages",
        "metadata",
        "comment",
        "backup",
        "headers",
        "trailers",
        "content",
        "path",
        "host",
        "authority",
        "address",
        "peername",
        "sockname",
        "certificate_list",
        "via",
        "mode",
        "id",
        "questions",
        "error",
        "proxyauth",
    ]
)
TREES: st.SearchStrategy[Tnet] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12).map(str.encode) | st.binary(max_size=12)
EXCHANGES = st.fixed_dictionaries({
    "method": st.sampled_from((b"GET", b"POST", b"CONNECT", b"")),
    "scheme": st.sampled_from((b"http", b"https", b"")),
    "host": st.sampled_from(("a.example", "198.51.100.7", "::1", "")),
    "path": TEXTS.map(lambda text: b"/" + text) | st.sampled_from((b"*", b"", b"http://b.example/x?y=1")),
    "headers": st.lists(st.tuples(TEXTS, TEXTS).map(list), max_size=3),
    "content": st.none() | TEXTS,
})  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, TREES, max_size=6))
def test_any_dump_of_sound_structure_survives_with_its_members(members: dict[str, Tnet]) -> None:
    one = redactor()
    written = b"".join(redact_flows(io.BytesIO(dumps(members)), one))
    kept = [flow for flow in flows.stored(io.BytesIO(written)) if not isinstance(flow, Damage)] if written else []
    assert len(kept) + one.done.left_out.total() == 1
    for flow_ in kept:
        assert list(flow_.element.members()) == [name.encode() for name in members]


@settings(max_examples=60, deadline=None)
@given(st.lists(EXCHANGES, min_size=1, max_size=3))
def test_as_many_requests_of_the_same_methods_and_hosts_come_out(requests: list[dict[str, Tnet]]) -> None:
    one, dump = redactor(), b"".join(dumps({"type": "http", "request": request}) for request in requests)
    before, after = read(dump), read(b"".join(redact_flows(io.BytesIO(dump), one)))
    assert one.done.left_out == {}
    assert [(x.method, host_of(x.url), x.url.count("/")) for x in after] == [
        (x.method, host_of(x.url), x.url.count("/")) for x in before
    ]


def test_what_is_damaged_is_left_out_and_counted() -> None:
    one, good = redactor(), flow(Exchange(0, "GET", f"https://a.example/?m={EMAIL}"))
    written = b"".join(redact_flows(io.BytesIO(good + b"9:4:type,}}x}" + good + b"8:4:type,}}" + good[:30]), one))
    assert (len(read(written)), one.done.exchanges) == (2, 5)
    assert one.done.left_out == {"it is damaged or cut off": 2, "a tnetstring has no length": 1}
    assert [damage.offset for damage in one.done.damage] == [len(good), 2 * len(good) + 24]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ValueError, match="the file is empty"):
        list(redact_flows(io.BytesIO(b""), redactor()))


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the real captures are not beside the repository")
def test_real_dumps_of_every_version_are_written_as_they_were_but_for_persons() -> None:
    for path in sorted(CAPTURES.rglob("*.mitm")):
        before, one = path.read_bytes(), redactor(Owner())
        written = b"".join(redact_flows(io.BytesIO(before), one))
        after = read(written)
        assert len(after) + one.done.left_out.total() == len(read(before))
        assert not {one.address for one in after} - {one.address for one in read(before)}
        assert opened(written) == (opened(before) and len(after))


def opened(dump: bytes) -> int:
    """How many flows mitmproxy itself opens; none of a version that it no longer reads."""
    try:
        return len(list(FlowReader(io.BytesIO(dump)).stream()))
    except FlowReadException:
        return 0


def test_what_mitmproxy_writes_it_opens_again() -> None:
    one = tflow(resp=True, ws=True)
    one.request.text, one.comment, one.metadata["note"] = EMAIL, EMAIL, EMAIL
    dump = io.BytesIO()
    for each in (one, ttcpflow(), tudpflow(), tdnsflow(resp=True), tflow(err=True)):
        FlowWriter(dump).add(each)
    written = b"".join(redact_flows(io.BytesIO(dump.getvalue()), redactor()))
    (again, *others) = FlowReader(io.BytesIO(written)).stream()
    assert [type(each).__name__ for each in others] == ["TCPFlow", "UDPFlow", "DNSFlow", "HTTPFlow"]
    assert isinstance(again, HTTPFlow)
    assert (again.request.text or "").endswith("@example.org")
    assert again.websocket is not None
    assert [message.text for message in again.websocket.messages if message.is_text] == ["hello text", "it's me"]
    assert (again.comment, again.client_conn.peername, EMAIL.encode() in written) == ("", ("192.0.2.1", 22), False)
