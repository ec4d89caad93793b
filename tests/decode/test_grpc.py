from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import grpc
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
TRAILERS = b"grpc-status:0\r\n"


def frame(content: bytes, flag: int = 0) -> bytes:
    return bytes([flag]) + len(content).to_bytes(4) + content


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (frame(TEXT), [("[0]", TEXT)]),
        (frame(TEXT) + frame(b""), [("[0]", TEXT), ("[1]", b"")]),
        (frame(TEXT, 1) + frame(TRAILERS, 0x80), [("[0]", TEXT), ("trailers[1]", TRAILERS)]),
        (bytes(5), [("[0]", b"")]),
        (bytes(10), None),
        (frame(TEXT) + b"more", None),
        (frame(TEXT) + frame(TEXT)[:-1], None),
        (frame(TEXT, 2), None),
        (frame(TEXT)[:-1], None),
    ],
)
def test_grpc_is_opened(data: bytes, parts: Parts | None) -> None:
    assert grpc.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (frame(TEXT) + frame(TEXT, 1), {"[1]": b"new"}, frame(TEXT) + frame(b"new", 1)),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert grpc.closes(data, changes) == new


def test_too_many_messages_are_refused() -> None:
    with pytest.raises(Bounded, match="messages"):
        grpc.opens(frame(b"") * 100_002, ROOM)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"\x00\x00\x00\x00\x01" + data
    try:
        parts = grpc.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or grpc.closes(data, {}) == data
