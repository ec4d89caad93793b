from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.msgpack import encode

from decode.leaving import MAPS, is_the_rest, leaves_out_elements
from phonehome.decode import msgpack
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"\x82\xa2id\xa3abc\xa1n\x05", [("$.id", "abc"), ("$.n", 5)]),
        (b"\x92\xa4text\x81\xa3a b\xc3", [("$[0]", "text"), ('$[1]["a b"]', "true")]),
        (b"\x81\x05\xa9key of 5 ", [("$[5]", "key of 5 ")]),
        (b"\xdc\x00\x02\xc0\xd9\x04text", [("$[1]", "text")]),
        (
            b"\x83\xa1a\xca\x3f\x80\x00\x00\xa2ab\xd1\xff\xfe\xa1c\xff",
            [("$.a", 1.0), ("$.ab", -2), ("$.c", -1)],
        ),
        (
            b"\x83\xa1a\xc4\x01\xff\xa2ab\xd4\x01x\xa1c\xc7\x02\x05yz",
            [("$.a", b"\xff"), ("$.ab", b"x"), ("$.c", b"yz")],
        ),
        (b"\x81\xa2id\xa3ab", None),
        (b"\x81\xa2id\xc4\x09ab", None),
        (b"\x81\xa2id\xcb\x00", None),
        (b"\x81\xa2id\xc1\x00", None),
        (b"\x81\xa2id\xa2\xff\xff", None),
        (b"\x82\xa2id\x01\xa2id\x02", None),
        (b"\x81\xcatext", None),
        (b"\x81\xa2i\x00texts", None),
        (b"\x81\xa2id\x05more", None),
        (b"\x91\xa9some text\x05", None),
        (b"\x94\x01\x02\x03\x04", None),
        (b"\x92\xc4\x20" + b"in bytes, text has no weight, no" + b"\x05", None),
    ],
)
def test_msgpack_is_opened(data: bytes, parts: Parts | None) -> None:
    assert msgpack.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.id": "xyz"}, b"\x82\xa2id\xdb\x00\x00\x00\x03xyz\xa1n\x05"),
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.n": -5}, b"\x82\xa2id\xa3abc\xa1n\xd3" + (-5).to_bytes(8, signed=True)),
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.n": 300}, b"\x82\xa2id\xa3abc\xa1n\xcf" + (300).to_bytes(8)),
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.n": 7}, b"\x82\xa2id\xa3abc\xa1n\x07"),
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.n": 1 << 70}, None),
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.n": b"\xff"}, b"\x82\xa2id\xa3abc\xa1n\xc6\x00\x00\x00\x01\xff"),
        (b"\x82\xa2id\xa3abc\xa1n\x05", {"$.n": 1.5}, b"\x82\xa2id\xa3abc\xa1n\xcb\x3f\xf8" + bytes(6)),
        (b"\x81\xa2id\xc3", {"$.id": "false"}, b"\x81\xa2id\xc2"),
        (b"\x81\xa2id\xc2", {"$.id": "true"}, b"\x81\xa2id\xc3"),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert msgpack.closes(data, changes) == new


@pytest.mark.parametrize("data", [b"\x91" * 300 + b"\xa4text", b"\xdd\x00\x10\x00\x00" + b"\xa4text" * (1 << 20)])
def test_a_bomb_is_refused(data: bytes) -> None:
    with pytest.raises(Bounded, match=r"deeper than 200|more than 100000 values"):
        msgpack.opens(data, ROOM)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"\x82\xa2id\x05" + data
    try:
        parts = msgpack.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or msgpack.closes(data, {}) == data


@given(MAPS, st.data())
def test_what_is_left_out_is_gone_and_the_rest_is_the_same(tree: dict[str, object], data: st.DataObject) -> None:
    assert is_the_rest(msgpack.leaves_out, encode, tree, data.draw(st.sampled_from(sorted(tree))))


def test_an_element_is_left_out_and_what_is_not_there_is_refused() -> None:
    assert leaves_out_elements(msgpack.leaves_out, encode)


def test_a_wide_head_stays_wide() -> None:
    assert msgpack.leaves_out(b"\xde\x00\x02\xa1a\x01\xa1b\x02", {"$.a"}) == b"\xde\x00\x01\xa1b\x02"
