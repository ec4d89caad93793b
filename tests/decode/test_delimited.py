from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import delimited
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"\x06\n\x04text\x06\n\x04next", [("[0]", b"\n\x04text"), ("[1]", b"\n\x04next")]),
        (b"\x08\n\x06single", [("[0]", b"\n\x06single")]),
        (b"\x0a\x08\x0a\x06single", None),
        (b"\x89\x01\n\x86\x01" + b"x" * 134, [("[0]", b"\n\x86\x01" + b"x" * 134)]),
        (b"\x06\n\x04text\x06\n\x04nex", None),
        (b"\x06\n\x04text\x01\n", None),
        (b"\x06\n\x04text\x02\x08\xff", None),
        (b"\x06text12", None),
        (b"\xff" * 140, None),
        (b"\xff" * 14, None),
    ],
)
def test_delimited_is_opened(data: bytes, parts: Parts | None) -> None:
    assert delimited.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"\x06\n\x04text\x06\n\x04next", {"[0]": b"\n\x06longer"}, b"\x08\n\x06longer\x06\n\x04next"),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert delimited.closes(data, changes) == new


def test_too_many_messages_are_refused() -> None:
    with pytest.raises(Bounded, match="delimited"):
        delimited.opens(b"\x02\x08\x01" * 100_002, ROOM)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"\x06\n\x04text" + data
    try:
        parts = delimited.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or delimited.closes(data, {}) == data


@pytest.mark.parametrize(
    ("paths", "left"),
    [({"[0]"}, b"\x06\n\x04next"), ({"[1]"}, b"\x06\n\x04text"), ({"[0]", "[1]"}, b""), ({"[2]"}, None)],
)
def test_a_message_is_left_out(paths: set[str], left: bytes | None) -> None:
    assert delimited.leaves_out(b"\x06\n\x04text\x06\n\x04next", paths) == left
