from __future__ import annotations

import pytest

from phonehome.infer.writing import form

FORMS = [
    ("body > json", "", "in clear"),
    ("body > form data > base64 > json", "the owner's value", "in clear"),
    ("body > json", "the owner's value in national form", "in clear"),
    ("body > gzip > json $.chs > chs", "the owner's value", "in a reversible code (chs)"),
    ("body > json $.a > base64", "", "in a reversible code (base64)"),
    ("body > json $.a > hex", "the owner's value", "in a reversible code (hex)"),
    ("body > json", "MD5 of the owner's value", "as a hash (MD5)"),
    (
        "query",
        "SHA-1 of the hexadecimal MD5 of the owner's value without separators",
        "as a hash (SHA-1 of the hexadecimal MD5)",
    ),
    ("body > json", "the owner's value as a 48-bit integer", "in a reversible code (as a 48-bit integer)"),
    ("body > json", "the owner's value under XOR with the byte 0x2a", "in a reversible code (XOR with the byte 0x2a)"),
    (
        "body > json",
        "the owner's value without separators, written backwards",
        "in a reversible code (without separators, written backwards)",
    ),
    ("body > aes-cbc > json", "", "encrypted under a known key"),
]


@pytest.mark.parametrize(("wrapping", "known", "expected"), FORMS)
def test_the_form_of_a_value(wrapping: str, known: str, expected: str) -> None:
    assert form(wrapping, known) == expected
