from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode.encrypted import Key, codec

TEXT = b"text of three blocks, and some more text"
KEYS = (
    Key("des-ecb", b"8 bytes!"),
    Key("aes-ecb", b"k" * 16),
    Key("aes-cbc", b"k" * 24, b"i" * 16),
    Key("aes-cbc", b"k" * 32),
)
# Any whole blocks can be written over; what stands before CBC's blocks is the initialisation vector.
SOME = b"i" * 16


@pytest.mark.parametrize("key", KEYS)
def test_what_is_encrypted_anew_is_opened(key: Key) -> None:
    data = codec(key)._write(SOME * 2, {"": TEXT})  # noqa: SLF001
    new = codec(key).closes(data, {"": b"another text"}) or b""
    assert (codec(key).NAME, codec(key).opens(data, 0), codec(key).opens(new, 0)) == (
        key.cipher,
        [("", TEXT)],
        [("", b"another text")],
    )


def test_the_sample_of_fips_81_is_opened() -> None:
    key = Key("des-ecb", bytes.fromhex("0123456789abcdef"))
    sample = bytes.fromhex("3fa40e8a984d48156a271787ab8883f9893d51ec4b563b53")
    data = codec(key)._write(b"", {"": b"Now is the time for all "})  # noqa: SLF001
    assert data[:24] == sample


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (Key("des-ecb", b"short"), "a key for des-ecb has 8 bytes, not 5"),
        (Key("aes-cbc", b"short"), "a key for aes-cbc has 16 or 24 or 32 bytes, not 5"),
        (Key("aes-cbc", b"k" * 16, b"short"), "an initialisation vector of 5 bytes does not fit aes-cbc"),
        (Key("aes-ecb", b"k" * 16, b"i" * 16), "an initialisation vector of 16 bytes does not fit aes-ecb"),
    ],
)
def test_a_key_of_a_wrong_length_is_refused(key: Key, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        codec(key)


@given(st.sampled_from(KEYS), st.binary(min_size=1, max_size=64))
def test_any_bytes_are_survived(key: Key, data: bytes) -> None:
    assert codec(key).opens(data, 0) is None or codec(key).closes(data, {}) == data


@pytest.mark.parametrize("key", KEYS)
def test_odd_sizes_are_not_tried(key: Key) -> None:
    assert [codec(key).opens(bytes(size), 0) for size in (9, 15, 17)] == [None, None, None]
