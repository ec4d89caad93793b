from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.tnetstring import DICTIONARY, LIST, NOTHING, PREFIX, Element
from phonehome.shield.tnet import Node, grown, texts, written
from read.tnet import Tnet, dumps

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.binary(max_size=9) | st.text(max_size=9)
)
TREES: st.SearchStrategy[Tnet] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
FLOW: dict[str, Tnet] = {"a": [b"\xe9", {"b": "x"}, 1], "c": None, "d": "y"}


def tree(value: Tnet) -> Node:
    data = dumps(value)
    prefix = PREFIX.match(data)
    assert prefix
    return grown(Element(data, prefix.end(), len(data) - 1, data[-1]))


@given(TREES)
def test_what_is_not_touched_keeps_its_bytes(value: Tnet) -> None:
    assert written(tree(value)) == dumps(value)


def test_members_and_items_are_reached_by_name_and_place() -> None:
    found = tree(FLOW)
    assert [name for name, _ in found.members()] == [b"a", b"c", b"d"]
    assert (found.get(b"d").text(), found.get(b"a").items()[1].get(b"b").raw) == ("y", b"x")
    assert (found.get(b"none").tag, found.items(), list(found.get(b"d").members())) == (NOTHING, [], [])


def test_texts_are_found_wherever_they_stand_but_not_names() -> None:
    assert [node.text() for node in texts(tree(FLOW))] == ["é", "x", "y"]


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        (b"abc", "é", "é".encode()),
        (b"\xe9", "è", b"\xe8"),
        (b"\xe9", "\u20ac", b"?"),
        (b"\xe9", "é", b"\xe9"),
        ("é".encode(), "ü", "ü".encode()),
    ],
)
def test_a_new_text_is_written_as_the_old_one_was(old: bytes, text: str, new: bytes) -> None:
    node = tree(old)
    node.put(text)
    assert node.raw == new


@pytest.mark.parametrize(
    ("value", "emptied"),
    [("abc", ""), ([1, "a"], []), ({"a": 1}, None), (b"abc", b"")],
    ids=["text", "list", "dict", "bytes"],
)
def test_emptied_is_nothing_of_the_same_kind(value: Tnet, emptied: Tnet) -> None:
    node = tree(value)
    node.empty()
    assert written(node) == dumps(emptied)


@pytest.mark.parametrize("data", [b"1:a,", b"1:a,1:b,1:c,"])
def test_a_name_without_a_value_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="a name without a value"):
        grown(Element(data + b"}", 0, len(data), DICTIONARY))


def test_lengths_that_do_not_agree_are_refused() -> None:
    with pytest.raises(ValueError, match="longer than what holds it"):
        grown(Element(b"9:a,]", 0, 4, LIST))
