from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.masking import mask, mask_keys


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("490154203237518", "49**********518"),
        ("07700900123", "0*********3"),
        ("258cfeb1", "2******1"),
        ("", ""),
        ("m", "*****"),
        ("female", "*****"),
        ("1234567", "*****"),
        ("christine@example.org", "c****@e****"),
        ("a@b.c", "*****"),
        ("52.5163,13.3777", "52.****,13.****"),
        ("-33.8568; 151.2153", "-33.****; 151.****"),
        ("52.5163123456", "52********456"),
        ("x" * 5_000, "xx" + "*" * 15 + "xxx"),
    ],
)
def test_mask(value: str, expected: str) -> None:
    assert mask(value) == expected


@given(st.one_of(st.text(), st.emails(), st.from_regex(r"-?\d{1,3}\.\d+,-?\d{1,3}\.\d+", fullmatch=True)))
def test_a_masked_value_masked_again_is_the_same(value: str) -> None:
    assert mask(mask(value)) == mask(value)


KEYS = [
    ('$.calls["+44 7700 900123"].at', '$.calls["+4**********123"].at'),
    ('$["a@b.example"]', '$["a****@b****"]'),
    ('$["content-type"].a', '$["content-type"].a'),
    ("$.dl[0].imei1", "$.dl[0].imei1"),
]


@pytest.mark.parametrize(("path", "hidden"), KEYS)
def test_keys_that_look_like_values_are_masked(path: str, hidden: str) -> None:
    assert mask_keys(path) == hidden
