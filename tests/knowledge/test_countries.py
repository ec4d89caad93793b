from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.knowledge.countries import Ranges, pack, ranges, unpack

CODES = ("", "DE", "JP")


def test_a_range_ends_where_the_next_one_starts() -> None:
    one = Ranges([0, 10, 20], bytes([0, 1, 0]), CODES)
    assert [one.country(number) for number in (0, 9, 10, 19, 20, 99)] == ["", "", "DE", "DE", "", ""]


@given(st.lists(st.integers(1, 2**32 - 1), unique=True).map(sorted), st.data())
def test_packing_is_undone(starts: list[int], data: st.DataObject) -> None:
    countries = bytes(data.draw(st.lists(st.integers(0, 2), min_size=len(starts) + 1, max_size=len(starts) + 1)))
    one = Ranges([0, *starts], countries, CODES)
    four, six = unpack(pack(one, one))
    assert (list(four.starts), four.countries, four.codes) == ([0, *starts], countries, CODES)
    assert (list(six.starts), six.countries, six.codes) == ([0, *starts], countries, CODES)


def test_the_packed_form_is_the_same_on_a_machine_that_writes_numbers_the_other_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Ranges([0, 10, 20], bytes([0, 1, 0]), CODES)
    monkeypatch.setattr(sys, "byteorder", "big")
    assert list(unpack(pack(one, one))[0].starts) == [0, 10, 20]


def test_the_bundled_ranges_are_read_once_and_sorted() -> None:
    four, six = ranges()
    assert ranges() is ranges()
    assert list(four.starts) == sorted(four.starts)
    assert list(six.starts) == sorted(six.starts)
    assert four.codes == six.codes
