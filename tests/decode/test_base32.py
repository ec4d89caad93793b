from __future__ import annotations

from base64 import b32encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import base32
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b32encode(TEXT), [("", TEXT)]),
        (b32encode(TEXT).rstrip(b"="), [("", TEXT)]),
        (b32encode(TEXT).lower(), [("", TEXT)]),
        (b32encode(b"\x1f\x8b\x08" + bytes(range(200, 210))), [("", b"\x1f\x8b\x08" + bytes(range(200, 210)))]),
        (b32encode(bytes(range(200, 215))), None),
        (b32encode("Düsseldorf, am Rhein".encode()), [("", "Düsseldorf, am Rhein".encode())]),
        (b32encode(b"text of some")[:-4] + b"B===", None),
        (b"A" * 17, None),
        (b32encode(TEXT) + b"=", None),
        (b"ABCDEFGH01890189", None),
    ],
)
def test_base32_is_opened(data: bytes, parts: Parts | None) -> None:
    assert base32.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b32encode(TEXT), {"": TEXT * 2}, b32encode(TEXT * 2)),
        (b32encode(TEXT).lower().rstrip(b"="), {"": TEXT * 2}, b32encode(TEXT * 2).lower().rstrip(b"=")),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert base32.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = base32.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or base32.closes(data, {}) == data
