from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import grpc_web
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

FRAME = b"\x00\x00\x00\x00\x05hello"
TRAILERS = b"\x80\x00\x00\x00\x0fgrpc-status:0\r\n"


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b64encode(FRAME) + b64encode(TRAILERS), [("", FRAME + TRAILERS)]),
        (b64encode(FRAME), [("", FRAME)]),
        (b64encode(b"no frame") + b64encode(b"no frame"), None),
        (b"AAAAAAAA", None),
        (b"AAAA=AAA", None),
    ],
)
def test_grpc_web_is_opened(data: bytes, parts: Parts | None) -> None:
    assert grpc_web.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b64encode(FRAME) + b64encode(TRAILERS), {"": FRAME}, b64encode(FRAME)),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert grpc_web.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = grpc_web.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or grpc_web.closes(data, {}) == data
