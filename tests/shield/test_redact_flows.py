from __future__ import annotations

import io
from pathlib import Path

import pytest

from phonehome.attribute import host_of
from phonehome.model import Exchange, Owner
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
        after = read(b"".join(redact_flows(io.BytesIO(before), one)))
        assert len(after) + one.done.left_out.total() == len(read(before))
        assert not {one.address for one in after} - {one.address for one in read(before)}
