from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.json_scan import enter, leave, skip
from phonehome.read.window import Window

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def window_of(text: bytes, block: int = 4) -> Window:
    return Window(io.BytesIO(text), block)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (b"{}", 2),
        (b'{"a":[1,{"b":"}"}]},x', 19),
        (b'"a,]}\\"b",x', 9),
        (b'"\\\\",', 4),
        (b"12.5e3,x", 6),
        (b"null]", 4),
        (b"true}", 4),
        (b"[[[]]]]", 6),
        (b'{"a":"' + b"x" * 50 + b'\\"' + b'"}', 60),
    ],
)
def test_a_value_is_passed_over_to_its_end(text: bytes, length: int) -> None:
    window = window_of(text)
    assert (skip(window), window.offset) == (True, length)


@pytest.mark.parametrize("text", [b"{", b'{"a', b'{"a\\', b'{"a\\"}', b"[1,", b'"abc', b'"abc\\', b"12", b"", b'x"y'])
def test_a_value_the_file_ends_in_is_said_to_be_open(text: bytes) -> None:
    window = window_of(text)
    assert (skip(window), window.offset) == (False, len(text))


@given(JSON, st.integers(4, 40), st.sampled_from([None, 2]))
def test_any_value_in_any_blocks_ends_where_it_ends(value: object, block: int, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False).encode()
    window = window_of(b"[" + text + b"]", block)
    window.more()
    window.pos = 1
    assert (skip(window), window.offset) == (True, 1 + len(text))


@pytest.mark.parametrize(
    ("members", "value"),
    [
        (b'"log": {}', b"{}"),
        (b'"a":1,"log":2}', b"2}"),
        (b'"a":{"log":0},"b":"\\"log\\":","log" : 3', b"3"),
        (b',,"a":"log" , "log":4', b"4"),
        (b'"' + b"x" * 900 + b'":1,"log":5', b"5"),
    ],
)
def test_a_member_is_found_by_its_name(members: bytes, value: bytes) -> None:
    window = window_of(members)
    assert enter(window, b"log")
    window.peek()
    assert members[window.offset :] == value


@pytest.mark.parametrize(
    "members",
    [b"}", b"", b'"a":1}', b'"log"', b'"log', b'"log" 1', b"log:1", b'"a":{', b'"a":"x', b'"a"1', b'"a":1 "b'],
)
def test_a_member_that_is_not_there_is_not_found(members: bytes) -> None:
    assert not enter(window_of(members), b"log")


@pytest.mark.parametrize(("text", "depth", "closed"), [(b"1]}x", 2, 3), (b'"]"],{}}x', 2, 8), (b"]]]", 3, 3)])
def test_open_brackets_are_left(text: bytes, depth: int, closed: int) -> None:
    window = window_of(text)
    assert (leave(window, depth), window.offset) == (True, closed)


def test_brackets_that_are_never_closed_are_not_left() -> None:
    assert not leave(window_of(b"]]"), 3)


@given(st.binary(max_size=200), st.integers(8, 20))
def test_any_bytes_come_to_an_end(text: bytes, block: int) -> None:
    window = window_of(b"[" + text, block)
    while skip(window):
        window.pos = min(window.pos + 1, len(window.data))
    assert window.offset == 1 + len(text)
