from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import jwt
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

HEADER = b'{"alg":"HS256"}'
PAYLOAD = b'{"sub":"490154203237518"}'


def url(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


TOKEN = url(HEADER) + b"." + url(PAYLOAD) + b".c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (TOKEN, [("header", HEADER), ("payload", PAYLOAD), ("signature", "c2lnbmF0dXJl")]),
        (b"Bearer " + TOKEN, [("header", HEADER), ("payload", PAYLOAD), ("signature", "c2lnbmF0dXJl")]),
        (url(HEADER) + b"." + url(PAYLOAD) + b".", [("header", HEADER), ("payload", PAYLOAD)]),
        (url(HEADER) + b".a.b.c.d", [("header", HEADER), ("sealed", "a.b.c.d")]),
        (url(HEADER) + b".x.y", [("header", HEADER), ("sealed", "x.y")]),
        (url(PAYLOAD) + b"." + url(PAYLOAD) + b".a", None),
        (b"eyJ0000000000A.b.c", None),
        (b"example.of.a.host.name", None),
    ],
)
def test_jwt_is_opened(data: bytes, parts: Parts | None) -> None:
    assert jwt.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (TOKEN, {}, TOKEN),
        (TOKEN, {"payload": b"{}"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert jwt.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"eyJ" + data
    try:
        parts = jwt.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or jwt.closes(data, {}) == data
