from __future__ import annotations

import re
import runpy
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect import scan
from phonehome.detect.scan import Hit, literals, patterns
from phonehome.knowledge.load import load

SHAPES = [(row.shape, row.beside) for row in load().identifiers]
ENGINES = patterns(SHAPES, fast=True), patterns(SHAPES, fast=False)
SAMPLES = [
    "490154203237518",
    "49-015420-323751-8",
    "0a:1b:02:3d:4e:5f",
    "anna@example.org",
    "+44 7700 900123",
    "52.5163, 13.3777",
    "; A2003 Build/",
    "iPhone9,4",
    "10.0.0.1",
    "x",
    " ",
    "é",
]
LINES = st.lists(st.lists(st.sampled_from(SAMPLES), max_size=3).map("".join), max_size=5)


def hits_by_hand(texts: list[bytes], blob: bytes) -> list[Hit]:
    return sorted(
        (number, start + len(text))
        for number, text in enumerate(texts)
        for start in range(len(blob))
        if blob[start : start + len(text)].lower() == text.lower()
    )


@given(st.lists(st.binary(min_size=1, max_size=3), max_size=6), st.binary(max_size=60))
def test_literals_are_found_everywhere_in_any_case_by_both_engines(texts: list[bytes], blob: bytes) -> None:
    by_hand = hits_by_hand(texts, blob)
    assert (literals(texts, fast=True)(blob), literals(texts, fast=False)(blob)) == (by_hand, by_hand)


@given(st.text("aAbB.", max_size=40))
def test_overlapping_literals_are_all_found(text: str) -> None:
    texts = [b"a", b"ab", b"aba", b"b.", b"AA"]
    blob = text.encode()
    by_hand = hits_by_hand(texts, blob)
    assert (literals(texts, fast=True)(blob), literals(texts, fast=False)(blob)) == (by_hand, by_hand)


@given(LINES)
def test_both_engines_see_each_pattern_in_the_same_lines(lines: list[str]) -> None:
    seen = [{(line, number) for line in lines for number, _ in engine(line.encode())} for engine in ENGINES]
    by_hand = {
        (line, number)
        for line in lines
        for number, (shape, beside) in enumerate(SHAPES)
        if re.search(f"(?<![{beside}])(?:{shape})(?![{beside}])", line, re.ASCII)
    }
    assert seen == [by_hand, by_hand]


def test_nothing_to_look_for_finds_nothing() -> None:
    assert (literals([])(b"abc"), patterns([])(b"abc")) == ([], [])


@pytest.mark.parametrize("fast", [True, False])
def test_an_empty_text_holds_nothing(*, fast: bool) -> None:
    assert (literals([b"a"], fast=fast)(b""), patterns([("a", "b")], fast=fast)(b"")) == ([], [])


@pytest.mark.parametrize("fast", [True, False])
def test_a_long_run_is_not_a_hit_at_each_of_its_bytes(*, fast: bool) -> None:
    scan = patterns([("[a-f]{4}", r"\w")], fast=fast)
    assert [len(scan(blob)) for blob in (b"a" * 9999, b"aaaa", b" aaaa\0bbbb")] == [0, 1, 2]


def test_where_hyperscan_has_no_wheel_the_other_engine_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    slow = runpy.run_path(str(scan.__file__))
    assert slow["hyperscan"] is None
    assert slow["literals"]([b"b"])(b"aB") == [(0, 2)]


def test_more_literals_than_are_compiled_are_found_too() -> None:
    texts = [b"%07d" % number for number in range(scan.MOST_COMPILED + 1)]
    assert literals(texts, fast=True)(b"A0020000b") == [(20_000, 8)]
