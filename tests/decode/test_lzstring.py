from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import lzstring
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

UTF16 = "".join(chr(n + 32) for n in [*lzstring._compressed('{"a":"aaaaaaaa ü 😀"}', 15), 0]).encode()  # noqa: SLF001


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"BYUwNmD2A0AECWsCGBbZtDUzkA==", [("", "hello, i am a 猫".encode())]),
        (b"BYUwNmD2A0AECWsCGBbZtDUzkA", [("", "hello, i am a 猫".encode())]),
        (UTF16, [("", '{"a":"aaaaaaaa ü 😀"}'.encode())]),
        (b"BYUwNmD2A0AECWsCGBbZtDUzkB==", None),
        (b"BYUwNmD2A0AECWsCGBbZtDUzkAAA", None),
        (b"BYUwNmD2A0AECWsCGBbZtDU", None),
        (b"IZAAAAAAAA", None),
        (b"JABCDEFGHIJKL", None),
        (b"ONEA2003ABC", None),
        ("текст и всё, kein LZ".encode(), None),
        ("漢字漢字漢字".encode(), None),
    ],
)
def test_lz_string_is_opened(data: bytes, parts: Parts | None) -> None:
    assert lzstring.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"BYUwNmD2A0AECWsCGBbZtDUzkA==", {"": "hello, i am a 猫!"}, b"BYUwNmD2A0AECWsCGBbZtDUzgQiA"),
        (UTF16, {"": "a"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert lzstring.closes(data, changes) == new


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=4))
def test_what_is_written_back_is_opened(text: str) -> None:
    packed = lzstring.closes(b"BYUwNmD2A0AECWsCGBbZtDUzkA==", {"": text})
    assert packed is None or lzstring.opens(packed, ROOM) == [("", text.encode())]


def test_a_bomb_is_refused() -> None:
    packed = lzstring.closes(b"BYUwNmD2A0AECWsCGBbZtDUzkA==", {"": "a" * 10_000})
    with pytest.raises(Bounded, match="lz-string expands past 999 characters"):
        lzstring.opens(packed or b"", 999)


@given(st.binary(min_size=8))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = lzstring.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or lzstring.closes(data, {}) == data
