from __future__ import annotations

import hashlib
from random import Random

import pytest

from phonehome.infer.randomness import LEAST_BITS, bits


@pytest.mark.parametrize(
    "value",
    [
        "5f8a9f2c-7e0b-4c3d-9a61-0c3d2e1f4b5a",
        "{5F8A9F2C-7E0B-4C3D-9A61-0C3D2E1F4B5A}",
        "c0:ee:fb:0d:12:e8",
        "39c8b14aa2da84f3",
        "869999031236378",
        "-4163412354123512351",
        "f3ZVKtaXRHRoo7dmfrAsDT",
        "rt8WZGIBBHH5pigrIrqzERJu7l2rPTJl0j3vh1OYA4w=",
        hashlib.md5(b"x").hexdigest(),
    ],
)
def test_identifiers_hold_bits(value: str) -> None:
    assert bits(value) >= LEAST_BITS


@pytest.mark.parametrize(
    "value",
    [
        "",
        "true",
        "52.5.16.1024.77",
        "application/x-protobuf",
        "OneplusSpecialContentType",
        "okhttp/4.9.0 (Android)",
        "1484487017633",
        "1484487017633000",
        "20170116094503",
        "com.android.chrome.beta2",
        "OnePlus2Oxygen_14.A.27_GLO_027_1612271635",
        "G950FXXU1CRB7",
        "https://example.org/a1B2c3D4",
        "000000000000000",
        "Europe/London",
        "2017-01-16T09:45:03Z",
    ],
)
def test_what_is_no_identifier_holds_none(value: str) -> None:
    assert bits(value) < LEAST_BITS


def test_random_letters_are_told_from_words_nearly_always() -> None:
    rng, letters = Random(1), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    tokens = ["".join(rng.choices(letters, k=22)) for _ in range(1000)]
    assert sum(bits(token) >= LEAST_BITS for token in tokens) > 950
