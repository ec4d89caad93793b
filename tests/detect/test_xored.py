from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.xored import Xored, differences
from phonehome.model import Owner

from .building import brief, get, post

IMEI = "490154203237518"
OWNER = Owner(values={"imei": (IMEI,), "gender": ("f",), "name": ("Imogen Hughes",)})


def _xor(text: str, key: int) -> bytes:
    return bytes(byte ^ key for byte in text.encode())


@pytest.mark.parametrize("key", [1, 0x55, 0x80, 0xFF])
@pytest.mark.parametrize("around", ["", "id="])
def test_a_value_under_one_byte_is_recognised(key: int, around: str) -> None:
    hidden = _xor(around + IMEI, key)
    for text in (
        base64.b64encode(hidden).decode(),
        base64.urlsafe_b64encode(hidden).decode().rstrip("="),
        hidden.hex(),
    ):
        found = list(Xored(OWNER).find(post(json.dumps({"a": "other text", "t": text}).encode())))
        assert ("imei", IMEI) in {(clue.kind, clue.value) for clue in found}, text
        assert all(f"0x{key:02x}" in clue.reason.text for clue in found)


def test_bytes_that_nothing_opened_are_searched() -> None:
    body = b"\x00\x01\x02\xff\xfe" + _xor(IMEI, 0x9C) + b"\xff\x00\xfe"
    assert {clue.value for clue in Xored(OWNER).find(post(body))} >= {IMEI}


def test_a_value_that_is_not_hidden_is_left_to_others() -> None:
    assert brief(Xored(OWNER).find(get(f"https://a.example/?t={base64.b64encode(IMEI.encode()).decode()}"))) == set()


def test_two_tokens_side_by_side_make_no_value() -> None:
    hidden = differences(_xor(IMEI, 0x55))
    first = bytes([0x11]) + bytes(8)
    second = bytes(8)
    for place, byte in enumerate(hidden[:7]):
        first = first[: place + 2] + bytes([first[place + 1] ^ byte]) + first[place + 3 :]
    for place, byte in enumerate(hidden[7:]):
        second = second[: place + 1] + bytes([second[place] ^ byte])
    pair = {"a": first[1:9].hex(), "b": second.hex() + "00"}
    assert brief(Xored(OWNER).find(post(json.dumps(pair).encode()))) == set()


def test_without_an_owner_nothing_is_looked_for() -> None:
    assert brief(Xored(Owner()).find(get("https://a.example/?t=00112233445566778899"))) == set()


@given(st.binary(min_size=1, max_size=64), st.integers(0, 255))
def test_differences_do_not_depend_on_the_key(data: bytes, key: int) -> None:
    assert differences(bytes(byte ^ key for byte in data)) == differences(data)


def test_the_differences_of_nothing_are_nothing() -> None:
    assert differences(b"") == b""
