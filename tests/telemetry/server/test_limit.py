"""How many uploads a network may send, and what is remembered of it."""

from __future__ import annotations

import pytest

from phonehome.telemetry.server.limit import Limit, prefix


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", b"\xc0\x00\x02"),
        (" 192.0.2.1", b"\xc0\x00\x02"),
        ("::ffff:192.0.2.9", b"\xc0\x00\x02"),
        ("2001:db8:1:2ff::1", bytes.fromhex("20010db8000102")),
        ("fe80::1%eth0", bytes.fromhex("fe800000000000")),
        ("unix:", b""),
        ("", b""),
        ("192.0.2.256", b""),
    ],
)
def test_prefix(address: str, network: bytes) -> None:
    assert prefix(address) == network


def test_a_network_is_held_back_until_the_minute_ends_and_others_are_not() -> None:
    limit = Limit(3)
    waits = [limit.wait(b"abc", 130.0) for _ in range(5)]
    assert (waits, limit.wait(b"abd", 130.0), limit.wait(b"abc", 180.0)) == ([0, 0, 0, 50, 50], 0, 0)


def test_no_limit() -> None:
    limit = Limit(0)
    assert {limit.wait(b"abc", 1.0) for _ in range(100)} == {0}


def test_a_flood_of_networks_holds_back_hardly_another() -> None:
    limit = Limit(2)
    for number in range(20_000):
        limit.wait(number.to_bytes(7, "big"), 1.0)
    assert sum(limit.wait(b"x" + number.to_bytes(6, "big"), 1.0) > 0 for number in range(1_000)) < 20


@pytest.mark.parametrize("rate", [-1, 65535])
def test_a_rate_that_cannot_be_counted_is_refused(rate: int) -> None:
    with pytest.raises(ValueError, match=r"^the rate must be from 0 \(no limit\) to 65534 reports a minute$"):
        Limit(rate)
