from __future__ import annotations

import gzip as stdlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import CODECS as EVERY
from phonehome.decode import base64, brotli, form, gzip, json, protobuf, runs, url
from phonehome.decode.codec import Bounds, Codec
from phonehome.decode.peel import CLOSED, MOST_CLOSED, Codecs, Peel
from phonehome.model import Field, Value

CODECS = Codecs((gzip, json, url, form, base64, runs, protobuf, brotli))


def leaves(value: Value, bounds: Bounds | None = None) -> tuple[list[tuple[str, Value, str]], float]:
    """Way, value and reason of every leaf, and the bytes that stay opaque."""
    peel = Peel(CODECS, bounds or Bounds())
    lost = peel.open(Field("body", "", value))
    return [(" > ".join(map(str, leaf.steps)), leaf.value, leaf.opaque) for leaf in peel.fields], lost


@pytest.mark.parametrize(
    "value",
    ["", "word", "a sentence of words", 7, 1.5, "Süd", "\ud800", "a longer text: Südstadt, Zürich \u2013 and more"],
)
def test_what_nothing_opens_is_a_leaf(value: Value) -> None:
    assert leaves(value) == ([("body", value, "")], 0.0)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"text", "text"),
        (b"\n\n\n\n\n\n", "\n\n\n\n\n\n"),
        (b"\ntext", "\ntext"),
        (b"M\xfcnchen, Bavaria", "München, Bavaria"),
    ],
)
def test_bytes_that_are_text_become_text(data: bytes, text: str) -> None:
    assert leaves(data) == ([("body", text, "")], 0.0)


def test_bytes_that_nothing_opens_stay_opaque() -> None:
    assert leaves(b"\xff\xfe\xfd\xfc") == ([("body", b"\xff\xfe\xfd\xfc", "no codec opens it")], 4.0)


def test_a_message_that_looks_like_text_with_a_leading_line_feed_is_opened() -> None:
    assert leaves(b"\n(" + b"x" * 40) == ([("body > protobuf 1", "x" * 40, "")], 0.0)


def test_a_short_guess_stays_a_text_beside_what_it_opened_to() -> None:
    assert leaves(b"dGVzdA==") == ([("body", "dGVzdA==", ""), ("body > base64", "test", "")], 0.0)


def test_a_url_stays_whole_beside_its_parts() -> None:
    assert leaves("https://h/a") == (
        [("body", "https://h/a", ""), ("body > url host", "h", ""), ("body > url path[0]", "a", "")],
        0.0,
    )


def test_a_guess_that_leads_nowhere_is_taken_back() -> None:
    token = b64encode(bytes(range(200, 232))).decode()
    assert leaves(token) == ([("body", token, "")], 0.0)


def test_a_long_guess_is_not_kept() -> None:
    text = b"a text that goes on " * 20
    assert leaves(b64encode(text)) == ([("body > base64", text.decode(), "")], 0.0)


def test_a_long_guess_that_leads_nowhere_is_a_text_and_opaque() -> None:
    blob = bytes(range(256))
    text = b64encode(blob).decode()
    assert leaves(text) == ([("body", text, ""), ("body > base64", blob, "no codec opens it")], float(len(text)))


def test_bytes_written_one_character_each_are_opened() -> None:
    text = stdlib.compress(b"[1]").decode("latin-1")
    assert leaves(text) == ([("body > gzip > json $[0]", 1, "")], 0.0)


def test_a_wrapper_is_understood_as_far_as_its_parts() -> None:
    packed = stdlib.compress(b"[1234567890]", mtime=0)
    found, lost = leaves(packed + b"\x00" * 12)
    assert (found[-1], lost) == (("body > gzip rest", b"\x00" * 12, "no codec opens it"), (len(packed) + 12) / 2)


@pytest.mark.parametrize(
    ("value", "bounds", "reason"),
    [
        (b64encode(b64encode(b64encode(b"some text"))), Bounds(depth=2), "past depth 2"),
        (stdlib.compress(b"a" * 1000), Bounds(room=999), "gzip expands past 999 bytes"),
        (stdlib.compress(b"a" * 1000), Bounds(room=1010), "the exchange expands past 1010 bytes"),
        (b"[1,2,3]", Bounds(fields=1), "past 1 fields"),
        (b"text dGhpcyBpcyB0ZXh0 dGhpcyBpcyB0ZXh0", Bounds(fields=2), "past 2 fields"),
    ],
)
def test_what_hits_a_bound_is_opaque_and_says_so(value: Value, bounds: Bounds, reason: str) -> None:
    found, lost = leaves(value, bounds)
    assert (found[-1][2], lost > 0) == (reason, True)


def test_the_memory_of_plain_texts_is_bounded() -> None:
    codecs = Codecs((json,))
    assert all(codecs.is_plain(f"text {i}") for i in range(MOST_CLOSED + 1))
    assert codecs.is_plain("text 1" * 50)
    assert [codecs.is_plain("[a text in brackets]") for _ in range(2)] == [False, False]


@given(st.from_regex(CLOSED, fullmatch=True))
def test_no_codec_opens_what_is_taken_for_a_number(text: str) -> None:
    data = text.encode()
    asked = [
        codec for codec in EVERY if codec.READS != "bytes" and data[0] in codec.STARTS and len(data) >= codec.LEAST
    ]
    assert [codec.NAME for codec in asked if codec.opens(data, 1 << 16) is not None] == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1700000123456", True),
        ("3132333", True),
        ("7f0d0d4a-5f0e-4b5a-9d8e-2f6a1c3b4d5e", True),
        ("31323334", False),
        ("1700000123456789", False),
        ("7F0D0D4A-5F0E", False),
        ("258cfeb1", False),
    ],
)
def test_numbers_that_could_be_hexadecimal_text_are_looked_at(text: str, *, is_one: bool) -> None:
    assert (CLOSED.fullmatch(text) is not None) == is_one


def test_a_text_that_nothing_opened_is_not_asked_about_again() -> None:
    codecs = Codecs((json,))
    before = codecs.is_plain("[a text in brackets]")
    Peel(codecs, Bounds()).open(Field("body", "", "[a text in brackets]"))
    assert (before, codecs.is_plain("[a text in brackets]")) == (False, True)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (b"aGVsbG8gd29ybGQx", [base64]),
        (b"aGVsbG8gd29ybGQ=", [form, base64, runs]),
        (b"token aGVsbG8gd29ybGQx", [runs]),
        (b"token aGVsbG8", []),
        (b"{aGVsbG8gd29ybGQx}", [json, runs]),
        (b"token: aGVsbG8gd29ybGQx", [url, runs]),
        ("h\u00f6llo w\u00f6rld".encode(), [runs]),
        (b"a" * 1025, [url, form, base64, runs]),
    ],
)
def test_a_text_is_shown_to_the_codecs_of_its_look_alone(text: bytes, asked: list[Codec]) -> None:
    assert list(CODECS.of_text(text)) == asked
