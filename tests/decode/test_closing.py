from __future__ import annotations

import pytest

from phonehome.decode import gzip
from phonehome.decode.closing import ROOM, are_same, bytes_of, close, is_same, splice
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


def opens(data: bytes, room: int) -> Parts | None:
    """Halves of four bytes, or of eight where nothing bounds them."""
    if len(data) > room:
        raise Bounded("past the room")
    return [("a", data[:2]), ("b", data[2:])] if len(data) == 4 else None


def joined(_data: bytes, parts: dict[str, Value]) -> bytes:
    return b"".join(map(bytes_of, parts.values()))


@pytest.mark.parametrize(
    ("changes", "new"), [({}, b"1234"), ({"a": "xy"}, b"xy34"), ({"a": "xyz"}, None), ({"c": "xy"}, None)]
)
def test_what_does_not_open_to_the_changes_is_none(changes: dict[str, Value], new: bytes | None) -> None:
    assert close(opens, b"1234", changes, joined) == new


def test_what_a_bound_forbids_to_open_cannot_be_closed() -> None:
    assert close(opens, bytes(ROOM + 1), {"a": "xy"}, joined) is None


def test_only_the_stretches_named_are_replaced() -> None:
    assert splice(b"0123456789", [(8, 9, b"x"), (2, 4, b"")]) == b"014567x9"


@pytest.mark.parametrize(("other", "same"), [("5", False), (5.0, False), (5, True)])
def test_a_number_is_only_the_same_number(other: Value, same: bool) -> None:  # noqa: FBT001
    assert is_same(5, other) == same


def test_text_is_the_same_as_its_bytes_at_the_same_path() -> None:
    assert [are_same([("a", "ü")], [(path, "ü".encode())]) for path in "ab"] == [True, False]


def test_a_codec_without_room_is_refused() -> None:
    assert gzip.closes(b"", {"": b"x"}) is None
