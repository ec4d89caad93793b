from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from phonehome.phones.chance import stream
from phonehome.phones.chs import encode, encode_slots

IMEIS = ("490154203237518", "356938035643809")


def decode(token: str) -> str:
    """The inverse as the facts have it, step by step."""
    shift = int(token[-1])
    text = "".join(str(ord(letter) - ord("a") - shift) for letter in token[:-1])
    extra, turn, turned = int(text[-2]), int(text[-1]), text[:-2]
    return (turned[-turn:] + turned[:-turn])[:-extra]


@given(st.integers(0, 1 << 32), st.text("0123456789", min_size=15, max_size=15))
def test_a_token_decodes_to_its_imei(seed: int, imei: str) -> None:
    token = encode(imei, stream(seed, "chs"))
    assert decode(token) == imei
    assert re.fullmatch("[b-n]{18,21}[1-4]", token)


def test_one_imei_has_thousands_of_tokens() -> None:
    rng = stream(1, "chs")
    assert len({encode(IMEIS[0], rng) for _ in range(5000)}) > 3000


def test_slots_are_coded_one_by_one() -> None:
    tokens = encode_slots(",".join(IMEIS), stream(1, "chs")).split(",")
    assert tuple(map(decode, tokens)) == IMEIS
