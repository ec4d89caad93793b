from __future__ import annotations

import gzip
import json
import zlib
from base64 import b64encode

import pytest

from phonehome.decode import CODECS, fields
from phonehome.decode.close import rewrite
from phonehome.model import Exchange, Field, Value

EVENT = b'{"im":"490154203237518","n":1}'


def leaves(body: bytes) -> dict[str, Field]:
    """The leaves of a body by their way."""
    found = fields(Exchange(0, "POST", "https://h", body=body)).fields
    return {" > ".join(map(str, field.steps)): field for field in found}


def rewritten(body: bytes, changes: dict[str, Value]) -> bytes:
    """The body with changed leaves, or nothing where a codec refused."""
    found = leaves(body)
    done = rewrite([(found[way], value) for way, value in changes.items()], CODECS)
    return b"".join(value for _, value in done.outer if isinstance(value, bytes))


def test_all_layers_are_closed_over_two_changes() -> None:
    body = b"v=1&data=" + b64encode(gzip.compress(EVENT)) + b"&l=2"
    way = "body > form data > base64 > gzip > json "
    new = rewritten(body, {way + "$.im": "0", way + "$.n": 7, "body > form l": "3"})
    assert {way: field.value for way, field in leaves(new).items() if way != "body > form data"} == {
        "body > form v": "1",
        way + "$.im": "0",
        way + "$.n": 7,
        "body > form l": "3",
    }


def test_a_binary_string_stays_one() -> None:
    body = json.dumps({"gz": zlib.compress(EVENT).decode("latin-1")}).encode()
    new = rewritten(body, {"body > json $.gz > zlib > json $.im": "0"})
    assert [field.value for field in leaves(new).values()] == ["0", 1]


def test_a_run_within_a_text_is_closed_by_the_codec_that_opened_it() -> None:
    body = b"Bearer of " + b64encode(b"a text in a run of letters") + b" and more"
    new = rewritten(body, {"body > base64 @10": b"another text"})
    assert new == b"Bearer of " + b64encode(b"another text") + b" and more"


@pytest.mark.parametrize("way", ["body > jwt header > json $.alg"])
def test_what_cannot_be_closed_is_named(way: str) -> None:
    found = leaves(b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl")
    done = rewrite([(found[way], "none")], CODECS)
    assert ([field.codec for field in done.refused], done.outer) == (["jwt"], [])
