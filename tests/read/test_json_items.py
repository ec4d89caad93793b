from __future__ import annotations

import io
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.json_items import Item, items
from phonehome.read.window import Window

LARGEST = 10_000
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(0, 9), "inner": st.lists(st.fixed_dictionaries({"id": st.text(max_size=9)}), max_size=3)},
        optional={"note": st.text(max_size=40)},
    ),
    max_size=12,
)


def split(text: bytes, block: int = 64, largest: int = LARGEST) -> list[Item]:
    return list(items(Window(io.BytesIO(text), block), "inner", largest))


def texts(found: list[Item]) -> list[bytes]:
    return [bytes(item.text) for item in found]


def faults(found: list[Item]) -> list[tuple[int, int, str]]:
    return [(item.offset, item.length, item.fault) for item in found if item.fault]


@given(ENTRIES, st.integers(8, 400), st.sampled_from([None, 1, 4]))
def test_items_are_what_a_json_parser_sees(entries: list[dict[str, object]], block: int, indent: int | None) -> None:
    text = json.dumps(entries, indent=indent).encode()
    found = split(text[1:], block)
    assert [json.loads(item) for item in texts(found)] == entries


@given(ENTRIES, st.integers(8, 400))
def test_an_item_stands_at_its_offset(entries: list[dict[str, object]], block: int) -> None:
    text = json.dumps(entries, ensure_ascii=False).encode()[1:]
    found = split(text, block)
    assert [text[item.offset : item.offset + item.length] for item in found] == texts(found)


@given(ENTRIES, st.data(), st.integers(8, 400))
def test_a_cut_loses_only_the_item_it_is_in(entries: list[dict[str, object]], data: st.DataObject, block: int) -> None:
    text = json.dumps(entries).encode()[1:]
    whole = split(text)
    cut = data.draw(st.integers(0, len(text)))
    kept = [item for item in whole if item.offset + item.length <= cut]
    open_ = [(item.offset, cut - item.offset, "cut off") for item in whole[len(kept) :][:1] if item.offset < cut]
    found = split(text[:cut], block)
    assert (texts(found)[: len(kept)], faults(found)) == (texts(kept), open_)


def test_a_broken_item_does_not_cost_its_neighbours() -> None:
    good = b'{"id": 1, "x": "' + b"y" * 40 + b'"}'
    bad = good.replace(b": 1", b": 01")
    assert texts(split(b", ".join([good, good, good, bad, good, good]) + b"]", 512)) == [
        good,
        good,
        good,
        bad,
        good,
        good,
    ]


def test_a_lost_quote_costs_only_its_item() -> None:
    good = b'{"id": 1, "x": "{y}", "inner": ["a"]}'
    bad = good.replace(b'y}"', b"y}")
    found = split(b", ".join([good, good, bad, good, good]) + b"]")
    assert (texts(found), faults(found)) == ([good, good, bad, good, good], [])


def test_what_follows_a_lost_quote_has_to_be_an_item() -> None:
    good, bad = b'{"id":1,"x":"{y}"}', b'{"id":1,"x":"{y}}'
    found = split(b",".join([good, good, bad, good, good]) + b"]", 4096)
    assert (texts(found)[:2], faults(found)) == ([good, good], [(38, 56, "cut off")])


def test_a_text_that_looks_like_a_border_does_not_split_a_good_item() -> None:
    good = b'{"id":{"k":1},"l":[{"k":2},{"id":3}]}'
    assert texts(split(b",".join([good] * 5) + b"]", 4)) == [good] * 5


def test_an_array_of_items_is_one_item() -> None:
    good = b'{"id":1,"inner":[]}'
    nested = b"[" + b",".join([good] * 4) + b"]"
    assert texts(split(b",".join([good, good, nested, good]) + b"]", 16)) == [good, good, nested, good]


def test_lost_quotes_are_mended_a_few_times_only() -> None:
    good, bad = b'{"id":1,"inner":[]}', b'{"id":1,"inner":["{]}'
    found = split(b",".join([good, *[good, bad] * 40]) + b"]", 4096)
    assert [item.fault for item in found] == [*[""] * (2 * 16 + 2), "cut off"]


def test_many_different_first_names_are_still_split() -> None:
    entries = [b'{"k%d":%d}' % (number, number) for number in range(50)]
    assert texts(split(b",".join(entries) + b"]", 32)) == entries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"]", []),
        (b"", []),
        (b" , ,]", []),
        (b"}", []),
        (b"1,null, true ,]", [b"1", b"null", b"true "]),
        (b'{"a":1}{"a":2}]', [b'{"a":1}', b'{"a":2}']),
        (b'{"a":1},,{"a":2}]', [b'{"a":1}', b'{"a":2}']),
        (b'[1,[2]],"x"]', [b"[1,[2]]", b'"x"']),
        (b'{"a":1},junk,{"a":2}]', [b'{"a":1}', b"junk", b'{"a":2}']),
    ],
)
def test_odd_arrays_are_split_as_far_as_they_go(text: bytes, expected: list[bytes]) -> None:
    assert texts(split(text)) == expected


def test_an_item_too_large_to_hold_is_passed_over() -> None:
    large = b'{"a":"' + b"x" * 5000 + b'"}'
    found = split(b'{"a":1},' + large + b',{"a":2}]', 64, 1000)
    assert (texts(found), faults(found)) == ([b'{"a":1}', b"", b'{"a":2}'], [(8, len(large), "too large")])


def test_a_file_that_ends_in_a_large_item_cuts_it_off() -> None:
    assert faults(split(b'{"a":"' + b"x" * 5000, 64, 1000)) == [(0, 5006, "cut off")]


def test_deep_nesting_is_an_item_like_any_other() -> None:
    deep = b"[" * 5000 + b"]" * 5000
    assert (
        texts(split(b'{"a":1},{"a":2},{"a":' + deep + b'},{"a":3},{"a":4}]', 100_000, 100_000))[2]
        == b'{"a":' + deep + b"}"
    )


@given(st.binary(max_size=200), st.integers(8, 64))
def test_any_bytes_are_split_somehow_and_in_order(text: bytes, block: int) -> None:
    found = split(text, block)
    assert all(a.offset + a.length <= b.offset for a, b in pairwise(found))


@given(
    st.lists(st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b'{"a":1},', b"x"])), st.integers(8, 64)
)
def test_any_brackets_are_split_somehow_and_in_order(parts: list[bytes], block: int) -> None:
    found = split(b"".join(parts), block)
    assert all(a.offset + a.length <= b.offset for a, b in pairwise(found))
