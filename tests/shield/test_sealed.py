from __future__ import annotations

import base64

import pytest

from phonehome.model import Value
from phonehome.shield.sealed import is_sealed

BLOCKS = bytes(range(0x80, 0x90))


@pytest.mark.parametrize(
    ("kind", "value", "sealed"),
    [
        ("message", base64.b64encode(BLOCKS).decode(), True),
        ("message", base64.encodebytes(BLOCKS * 6).decode(), True),
        ("contact", BLOCKS, True),
        ("push_token", BLOCKS, False),
        ("message", BLOCKS[:15], False),
        ("message", base64.b64encode(b"see you at eight").decode(), False),
        ("search", "plumbersnear", False),
        ("search", "plumbers near me", False),
        ("contact", "07700900123", False),
        ("contact", 447700900123, False),
        ("message", "", False),
    ],
)
def test_words_that_nobody_reads_are_told_from_words(kind: str, value: Value, *, sealed: bool) -> None:
    assert is_sealed(kind, value) is sealed
