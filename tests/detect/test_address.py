from __future__ import annotations

import pytest

from phonehome.detect.address import Addresses, matches
from phonehome.knowledge.schema import Endpoint


def known(*rows: tuple[str, str, str]) -> Addresses:
    return Addresses(Endpoint(f"{host}{path}", (host,), path, "", host_pattern=shape) for host, path, shape in rows)


@pytest.mark.parametrize(
    ("row", "host", "path", "found"),
    [
        (("a.example.org", "/v1", ""), "a.example.org", "/v1", True),
        (("a.example.org", "/v1", ""), "a.example.org", "/v1/", True),
        (("a.example.org", "/", ""), "a.example.org", "", True),
        (("a.example.org", "/v1", ""), "b.a.example.org", "/v1", False),
        (("*.example.org", "/v1", ""), "b.a.example.org", "/v1", True),
        (("*.example.org", "/v1", ""), "example.org", "/v1", False),
        (("www.example.*", "/v1", ""), "www.example.co.uk", "/v1", True),
        (("www.example.*", "/v1", r"www\.example\.[a-z]{2}"), "www.example.evil.com", "/v1", False),
        (("*.example.org", "/v1", r"ads\d\.example\.org"), "ads7.example.org", "/v1", True),
        (("*.example.org", "/v1", r"ads\d\.example\.org"), "adsx.example.org", "/v1", False),
        (("a.example.org", r"^/v\d+/x", ""), "a.example.org", "/v12/x", True),
        (("a.example.org", r"^/v\d+/x", ""), "a.example.org", "/v12/x/y", False),
        (("a.example.org", "/v1/*", ""), "a.example.org", "/v1/y", True),
        (("a.example.org", "*", ""), "a.example.org", "", True),
    ],
)
def test_hosts_and_paths(row: tuple[str, str, str], host: str, path: str, *, found: bool) -> None:
    assert bool(known(row).at(host, path)) is found


def test_tables_come_in_their_order_and_once() -> None:
    rows = [("*.example.org", "*", ""), ("a.example.org", "/v1", ""), ("a.example.org", "^/v.", "")]
    assert [number for number, _ in known(*rows).at("a.example.org", "/v1")] == [0, 1, 2]
    both = Addresses([Endpoint("both", ("a.example.org", "*.example.org"), "/v1", "")])
    assert len(both.at("a.example.org", "/v1")) == 1


def test_an_unknown_host_has_none() -> None:
    assert known(("a.example.org", "/v1", "")).at("", "/v1") == ()


def test_a_pattern_is_of_the_whole_text() -> None:
    assert (matches("a+", "aa"), matches("a+", "aab")) == (True, False)
