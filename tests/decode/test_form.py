from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import form
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value

JSON = b'{"ty":1,"dl":[{"id":"258cfeb1","im":"123456789012345,987654321098765","nws":"\\"~~~???\\""}]}'
LINES = base64.encodebytes(JSON)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"a=1&b=two+words&c=%7B%7D", [("a", "1"), ("b", "two words"), ("c", b"{}")]),
        (b"data=" + LINES + b"&access_token=x", [("data", LINES.decode()), ("access_token", "x")]),
        (b"k=ab+/cd+/ab+/cd+/ab==&l=1", [("k", "ab+/cd+/ab+/cd+/ab=="), ("l", "1")]),
        (b"a=1&a=2&b", [("a", "1"), ("a[1]", "2"), ("", "b")]),
        (b"a%5B0%5D=1&b=", [("a[0]", "1"), ("b", "")]),
        (b'content={"SAVE VERSION":"9 3"}', [("content", '{"SAVE VERSION":"9 3"}')]),
        (b"name=M\xfcller&b=1", [("name", b"M\xfcller"), ("b", "1")]),
        (b"only=pair\r\n", [("only", "pair")]),
        (b"a=b=c&d=e", [("a", "b=c"), ("d", "e")]),
        (b"abcd==", None),
        (b"abcd=", None),
        (b"x = 1", None),
        (b"level=3 of 5 things", None),
        (b"a=b=c", None),
        (b"Tom & Jerry", None),
        (b'{"a":"b=c&d=e"}', None),
        (b"https://host/?a=1&b=2", None),
        (b"no pairs", None),
    ],
)
def test_forms_are_known_by_their_shape(data: bytes, parts: list[tuple[str, str | bytes]] | None) -> None:
    assert form.opens(data, 100) == parts


def test_too_many_pairs_are_refused() -> None:
    with pytest.raises(Bounded, match="pairs"):
        form.opens(b"a=1" + b"&a=1" * MOST_PARTS, 100)


@given(st.binary())
def test_any_bytes_are_survived_with_unique_paths(data: bytes) -> None:
    paths = [path for path, _ in form.opens(b"a=1&b=2&" + data, 100) or []]
    assert len(paths) == len(set(paths)) >= 2


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"a=1&b=x+y&a=%C3%BC&&d\r\n", {"a[1]": "n&w ü"}, b"a=1&b=x+y&a=n%26w%20%C3%BC&&d\r\n"),
        (b"a=1&b=2&bare", {"": "other"}, b"a=1&b=2&other"),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert form.closes(data, changes) == new
