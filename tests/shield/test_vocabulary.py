from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.shield import vocabulary
from phonehome.shield.digits import Digits, Make

SEEDS = [Digits(bytes([seed])) for seed in range(50)]


@pytest.mark.parametrize(
    ("make", "value", "shape"),
    [
        (vocabulary.zone, "GMT+0000", r"GMT[+-](0[1-9]|1[01])00"),
        (vocabulary.zone, "+01:00", r"[+-](0[1-9]|1[01]):00"),
        (vocabulary.zone, "UTC+2", r"UTC[+-]([1-9]|1[01])"),
        (vocabulary.zone, "Europe/London", r"[A-Z]\w+/[A-Z]\w+"),
        (vocabulary.zone, "CEST", r"[A-Z]{3}"),
        (vocabulary.zone, "-120", r"0|-?\d{2,3}"),
        (vocabulary.zone, "-0700", r"[+-](0[1-9]|1[01])00"),
        (vocabulary.zone, "3600", r"0|-?\d+00"),
        (vocabulary.zone, "7200000", r"0|-?\d+00000"),
        (vocabulary.country, "GB", r"[A-Z]{2}"),
        (vocabulary.country, "gb", r"[a-z]{2}"),
        (vocabulary.country, "GBR", r"[A-Z]{3}"),
        (vocabulary.network_type, "LTE", r"GSM|EDGE|UMTS|HSPA|LTE|NR"),
        (vocabulary.network_type, "wifi", r"wifi|mobile"),
        (vocabulary.operator, "23430", r"00101"),
        (vocabulary.operator, "310260", r"001001"),
        (vocabulary.operator, "234", r"001"),
        (vocabulary.signal, "3", r"[0-4]"),
        (vocabulary.installation, "cAbCdEfGhIjKlMnOpQrS-_", r"[c-f][\w-]{21}"),
    ],
)
def test_a_value_of_a_list_becomes_another_of_it(make: Make, value: str, shape: str) -> None:
    assert [made for made in (make(value, digits) for digits in SEEDS) if not re.fullmatch(shape, made)] == []


@pytest.mark.parametrize(
    ("value", "least", "most"), [("11511", 10_000, 65_535), ("123456789", 10**8, (1 << 28) - 1), ("7", 1, 9)]
)
def test_an_area_or_cell_is_one_that_can_be(value: str, least: int, most: int) -> None:
    assert [digits for digits in SEEDS if not least <= int(vocabulary.cell(value, digits)) <= most] == []


MAKES = [
    vocabulary.zone,
    vocabulary.country,
    vocabulary.network_type,
    vocabulary.operator,
    vocabulary.signal,
    vocabulary.cell,
    vocabulary.installation,
]


@pytest.mark.parametrize("make", MAKES)
def test_what_stands_in_no_list_is_left_to_others(make: Make) -> None:
    assert make("nothing of it", SEEDS[0]) == ""


@given(st.sampled_from(MAKES), st.text(max_size=30))
def test_no_text_raises(make: Make, value: str) -> None:
    assert make(value, SEEDS[0]) == make(value, SEEDS[0])
