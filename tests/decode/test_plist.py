from __future__ import annotations

import plistlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import plist
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TREE = {"id": "490154203237518", "n": [5, 1.5], "ok": True, "raw": b"\xff", "day": datetime(2017, 1, 15), "no one": "x"}  # noqa: DTZ001
NEW = {**TREE, "id": "new", "ok": False}
PARTS: Parts = [
    ("$.id", "490154203237518"),
    ("$.n[0]", 5),
    ("$.n[1]", 1.5),
    ("$.ok", "true"),
    ("$.raw", b"\xff"),
    ("$.day", "2017-01-15T00:00:00"),
    ('$["no one"]', "x"),
]
BINARY = plistlib.dumps(TREE, fmt=plistlib.FMT_BINARY, sort_keys=False)
WRITTEN = plistlib.dumps(TREE, sort_keys=False)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (BINARY, PARTS),
        (WRITTEN, PARTS),
        (BINARY[:-1], None),
        (b"bplist00" + bytes(30), None),
        (b"bplist00" + bytes(40), None),
        (plistlib.dumps("only a text", fmt=plistlib.FMT_BINARY), None),
        (plistlib.dumps({}, fmt=plistlib.FMT_BINARY), None),
        (WRITTEN[:-9], None),
        (b"<a>no property list</a>", None),
    ],
)
def test_plist_is_opened(data: bytes, parts: Parts | None) -> None:
    assert plist.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (BINARY, {"$.id": "new", "$.ok": "false"}, plistlib.dumps(NEW, fmt=plistlib.FMT_BINARY, sort_keys=False)),
        (WRITTEN, {"$.id": "new", "$.ok": "false"}, plistlib.dumps(NEW, sort_keys=False)),
        (WRITTEN.replace(b"\t", b" "), {"$.id": "new"}, None),
        (WRITTEN, {"$.id": "\x00"}, None),
        (WRITTEN, {"$.day": "2018-01-01T00:00:00"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert plist.closes(data, changes) == new


def shared(layers: int) -> bytes:
    """Arrays that hold the next array twice."""
    objects = [b"\xa2" + bytes([i + 1, i + 1]) for i in range(layers)] + [b"\xa0"]
    offsets = bytes(8 + 3 * i for i in range(layers + 1))
    body = b"bplist00" + b"".join(objects)
    return body + offsets + bytes(6) + b"\x01\x01" + (layers + 1).to_bytes(8) + bytes(8) + len(body).to_bytes(8)


def test_a_tree_that_shares_its_branches_is_refused() -> None:
    with pytest.raises(Bounded, match="more than 100000 values"):
        plist.opens(shared(60), ROOM)


def test_a_tree_within_itself_is_refused() -> None:
    with pytest.raises(Bounded, match="deep"):
        plist.opens(shared(60).replace(bytes([60, 60]), bytes([0, 0])), ROOM)


def test_more_objects_than_values_are_refused() -> None:
    with pytest.raises(Bounded, match="plist holds more"):
        plist.opens(b"bplist00" + bytes(200_000) + (150_000).to_bytes(8) + bytes(16), ROOM)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"bplist00" + data
    try:
        parts = plist.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or plist.closes(data, {}) == data
