from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode.codec import Bounded
from phonehome.decode.inflate import GZIP, ZLIB, Inflated, inflate

TEXT = b"".join(b"%d " % i for i in range(20_000))


def test_a_stream_between_other_bytes_is_expanded_and_its_end_told() -> None:
    stream = gzip.compress(TEXT)
    assert inflate(b"head" + stream + b"tail", 4, GZIP, 1 << 20) == Inflated(TEXT, 4 + len(stream), whole=True)


@pytest.mark.parametrize(("wbits", "name"), [(GZIP, "gzip"), (ZLIB, "zlib")])
def test_a_bomb_is_refused_at_its_bound(wbits: int, name: str) -> None:
    bomb = zlib.compress(bytes(10**7), wbits=wbits)
    with pytest.raises(Bounded, match=f"{name} expands past 1000 bytes"):
        inflate(bomb, 0, wbits, 1000)


def test_a_damaged_stream_is_expanded_up_to_the_damage() -> None:
    stream = bytearray(zlib.compress(TEXT))
    stream[len(stream) // 2 :] = b"\xff" * (len(stream) // 2)
    found = inflate(bytes(stream), 0, ZLIB, 1 << 20)
    assert (found.whole, TEXT.startswith(found.data), len(found.data) > 10_000) == (False, True, True)


def test_a_stream_that_is_none_gives_nothing() -> None:
    assert inflate(b"no stream at all", 0, ZLIB, 100) == Inflated(b"", 0, whole=False)


@given(st.binary(), st.sampled_from([GZIP, ZLIB]))
def test_any_bytes_end_within_their_length(data: bytes, wbits: int) -> None:
    end = inflate(data, 0, wbits, 1 << 20).end
    assert min(len(data), max(0, end)) == end
