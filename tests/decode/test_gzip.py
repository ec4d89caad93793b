from __future__ import annotations

import gzip as stdlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import gzip
from phonehome.decode.codec import Bounded
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
PACKED = stdlib.compress(TEXT, mtime=0)
ROOM = 1 << 20


def _named(name: bytes = b"", comment: bytes = b"", content: bytes = TEXT, extra: bytes = b"") -> bytes:
    """A member as RFC 1952, section 2.3, lays it out."""
    flags = 4 * bool(extra) + 8 * bool(name) + 16 * bool(comment)
    sized = len(extra).to_bytes(2, "little") + extra if extra else b""
    texts = b"".join(text + b"\x00" for text in (name, comment) if text)
    packed = stdlib.compress(content, mtime=0)
    return packed[:3] + bytes((flags,)) + packed[4:10] + sized + texts + packed[10:]


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (PACKED, [("", TEXT)]),
        (PACKED + PACKED, [("", TEXT + TEXT)]),
        (PACKED + b"garbage", [("", TEXT), ("rest", b"garbage")]),
        (PACKED[:-8], [("", TEXT)]),
        (stdlib.compress(b"", mtime=0), [("", b"")]),
        (_named(b"490154203237518.log"), [("", TEXT), ("name", "490154203237518.log")]),
        (_named(b"a", b"b", extra=b"xyz"), [("", TEXT), ("name", "a"), ("comment", "b")]),
        (
            _named(b"a") + _named(b"", b"c") + _named(b"b"),
            [("", 3 * TEXT), ("name", "a"), ("comment", "c"), ("name[1]", "b")],
        ),
        (_named(b"a") + b"garbage", [("", TEXT), ("name", "a"), ("rest", b"garbage")]),
        (PACKED[:10] + b"\xff" * 20, None),
        (b"\x1f\x8b\x08\xff" + bytes(20), None),
        (b"\x1f\x8bno gzip at all", None),
        (stdlib.compress(b"", mtime=0)[:11], None),
    ],
)
def test_gzip_is_opened(data: bytes, parts: list[tuple[str, bytes]] | None) -> None:
    assert gzip.opens(data, ROOM) == parts


def test_too_many_members_are_refused() -> None:
    with pytest.raises(Bounded, match="members"):
        gzip.opens(stdlib.compress(b"a") * 10_001, ROOM)


@given(st.integers(11, len(PACKED)))
def test_a_cut_stream_gives_a_beginning(cut: int) -> None:
    parts = gzip.opens(PACKED[:cut], ROOM) or [("", b"")]
    assert [TEXT.startswith(bytes(value)) for _, value in parts if isinstance(value, bytes)] == [True]


@given(st.binary())
def test_any_bytes_after_the_magic_are_survived(data: bytes) -> None:
    parts = gzip.opens(b"\x1f\x8b\x08\x00" + data, ROOM)
    assert parts is None or parts[0][0] == ""


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (PACKED, {}, PACKED),
        (PACKED, {"": b"new"}, stdlib.compress(b"new", mtime=0)),
        (PACKED + b"garbage", {"": b"new"}, stdlib.compress(b"new", mtime=0) + b"garbage"),
        (PACKED, {"other": b"new"}, None),
        (_named(b"a", b"b"), {"name": "c"}, _named(b"c", b"b")),
        (_named(b"a"), {"": b"new", "name": b"c"}, _named(b"c", content=b"new")),
        (_named(b"a") + _named(b"b"), {"name[1]": "c"}, _named(b"a", content=2 * TEXT) + _named(b"c", content=b"")),
        (_named(b"a"), {"name": "c\x00d"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert gzip.closes(data, changes) == new
