from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import cookie
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"sid=a%20b; theme=dark", [("sid", "a%20b"), ("theme", "dark")]),
        (b"a=1; a=2;", [("a", "1"), ("a[1]", "2")]),
        (b"a=1", None),
        (b"text/html; charset=utf-8", None),
        (b"a=1; secure", None),
    ],
)
def test_lists_of_cookies_are_opened(data: bytes, parts: list[tuple[str, str]] | None) -> None:
    assert cookie.opens(data, 100) == parts


def test_a_piece_without_a_name_is_a_value() -> None:
    assert cookie.cookies(" flag ;; a = 1") == [("", "flag"), ("a", "1")]


def test_too_many_cookies_are_refused() -> None:
    with pytest.raises(Bounded, match="cookies"):
        cookie.cookies("a=1;" * MOST_PARTS)


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = cookie.opens(b"a=1; b=" + data, 100)
    assert parts is None or len(parts) >= 2


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"a=1; b=2%20; c=3", {"b": "new"}, b"a=1; b=new; c=3"),
        (b"a=1; b=2", {"b": "new; c=3"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert cookie.closes(data, changes) == new


@pytest.mark.parametrize(
    ("paths", "left"),
    [({"a"}, b"b=2; a=3;"), ({"b"}, b"a=1; a=3;"), ({"a[1]", "b"}, b"a=1;"), ({"a", "b", "a[1]"}, b"")],
)
def test_a_cookie_is_left_out(paths: set[str], left: bytes) -> None:
    assert cookie.leaves_out(b"a=1; b=2; a=3;", paths) == left
