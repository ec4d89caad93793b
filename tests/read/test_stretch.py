from __future__ import annotations

import io
from itertools import count

import pytest

from phonehome.model import Damage, Exchange
from phonehome.read import PLAIN
from phonehome.read.record import MARKER, Closed, Packer
from phonehome.read.stretch import joined

GOOD = Exchange(0, "GET", "https://example.org/", None)
ONE, TWO, THREE = Damage(10, 2, "a"), Damage(13, 2, "b"), Damage(16, 4, "c")
FAR = Damage(90_000, 1, "d")
NOTE = Damage(12, 0, "it ends")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([], []),
        ([GOOD, ONE, GOOD], [GOOD, ONE, GOOD]),
        ([ONE, TWO, THREE], [Damage(10, 10, "a; 2 more after it, the last: c")]),
        ([ONE, TWO, GOOD, THREE], [Damage(10, 5, "a; 1 more after it, the last: b"), GOOD, THREE]),
        ([ONE, FAR], [ONE, FAR]),
        ([FAR, ONE], [FAR, ONE]),
        ([NOTE, ONE], [NOTE, ONE]),
        ([ONE, NOTE], [ONE, NOTE]),
    ],
)
def test_damage_that_follows_damage_is_one_stretch(
    found: list[Exchange | Damage], wanted: list[Exchange | Damage]
) -> None:
    assert list(joined(found)) == wanted


def test_endless_damage_ends() -> None:
    endless = (Damage(i, 1, "no exchange") for i in count())
    reason = "no exchange; 7 more after it, the last: no exchange; what comes after so many was not tried"
    assert list(joined(endless, 7)) == [Damage(0, 8, reason)]


BROKEN = {
    "phonehome recording": (MARKER + b"torn") * 99 + Packer().frame(Closed(0)),
    "mitmproxy flows": b"13:4:type,3:abc,}" + b"0:}" * 99,
    "Burp XML": b'<items burpVersion="1">' + b"<item></item>" * 99,
    "ZAP messages": b"==== 1 ==========\n" * 99,
    "JSON Lines": b"1\n" * 99,
    "HAR": b'{"log": {"entries": [' + b"1," * 50 + b'"a", {}, [], nul, {"a": 1,},' * 20 + b"1]}}",
}


def test_every_reader_tells_damages_that_join() -> None:
    found = {reader.NAME: len(list(joined(reader.read(io.BytesIO(BROKEN[reader.NAME]))))) for reader in PLAIN}
    assert found == dict.fromkeys(BROKEN, 1)
