from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adb.recordings import REFUSAL, parcel
from phonehome.adb.parcel import is_refused, texts

RECORDED = """\
Result: Parcel(
  0x00000000: 00000000 0000000f 00390034 00310030 '........4.9.0.1.'
  0x00000010: 00340035 00300032 00320033 00370033 '5.4.2.0.3.2.3.7.'
  0x00000020: 00310035 00000038                   '5.1.8...        ')
"""


def test_a_text_is_read_from_its_dump() -> None:
    assert list(texts(RECORDED)) == ["490154203237518"]


def test_answers_come_in_order_and_nulls_are_none() -> None:
    assert list(texts(parcel("01") + parcel(None) + parcel(REFUSAL, 0xFFFFFFFF) + parcel("ff"))) == ["01", "ff"]


@pytest.mark.parametrize("dump", ["", "Result: Parcel()", "Result: Parcel(00000000    '....')", "service not found"])
def test_what_is_no_text_is_none(dump: str) -> None:
    assert list(texts(dump)) == []


def test_an_exception_is_a_refusal() -> None:
    assert is_refused(parcel("1") + parcel(REFUSAL, 0xFFFFFFFF))
    assert not is_refused(parcel("1") + parcel(None))


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=60))
def test_any_text_comes_back(text: str) -> None:
    assert list(texts(parcel(text))) == [text]


@given(st.text())
def test_any_answer_is_survived(dump: str) -> None:
    assert all(isinstance(text, str) for text in texts(f"Result: Parcel({dump}"))
