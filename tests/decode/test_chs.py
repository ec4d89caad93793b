from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import chs
from phonehome.model import Value

IMEI, OTHER = "490154203237518", "356938035643809"


def letters(imei: str, draw: tuple[int, int, int], digits: str = "7777") -> str:
    """OnePlus' code without the final digit."""
    padding, turn, shift = draw
    padded = imei + digits[:padding]
    turned = padded[turn:] + padded[:turn] + str(padding) + str(turn)
    return "".join(chr(97 + int(digit) + shift) for digit in turned)


@pytest.mark.parametrize(
    ("token", "values"),
    [
        (letters(IMEI, (1, 2, 3)) + "3", [IMEI]),
        (letters(IMEI, (1, 2, 3)) + "\x03" + letters(OTHER, (4, 4, 3)) + "3", [IMEI, OTHER]),
        (letters(IMEI, (2, 1, 4)) + "4," + letters(OTHER, (4, 3, 1)) + "1", [IMEI, OTHER]),
        (letters(IMEI, (2, 1, 4)) + "4,", [IMEI]),
        (letters(IMEI[:14], (4, 1, 4)) + "4", [IMEI[:14]]),
    ],
)
def test_the_code_gives_the_imeis(token: str, values: list[str]) -> None:
    assert chs.opens(token.encode(), 100) == [(f"[{i}]", value) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    "token",
    [
        letters("490154203237519", (1, 2, 3)) + "3",
        letters(IMEI, (1, 2, 3)) + "4",
        letters(IMEI, (1, 2, 3)) + "1",
        letters(IMEI + "12", (1, 2, 3)) + "3",
        "hellohellohellohell4",
        "bcdefghijklmn",
    ],
)
def test_letters_that_give_no_imei_are_refused(token: str) -> None:
    assert chs.opens(token.encode(), 100) is None


DIGIT = st.integers(1, 4)


@given(st.tuples(DIGIT, DIGIT, DIGIT), st.text("0123456789", min_size=4, max_size=4))
def test_every_draw_gives_the_same_imei(draw: tuple[int, int, int], digits: str) -> None:
    assert chs.opens(f"{letters(IMEI, draw, digits)}{draw[2]}".encode(), 100) == [("[0]", IMEI)]


@given(st.text("bcdefghijklmn,\x03", min_size=17), DIGIT)
def test_any_letters_are_survived(text: str, last: int) -> None:
    parts = chs.opens(f"{text}{last}".encode(), 100)
    assert parts is None or all(isinstance(value, str) and value.isdecimal() for _, value in parts)


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (
            (letters(IMEI, (2, 1, 4)) + "4," + letters(OTHER, (4, 3, 1)) + "1").encode(),
            {"[1]": IMEI},
            (letters(IMEI, (2, 1, 4)) + "4," + letters(IMEI, (4, 3, 1)) + "1").encode(),
        ),
        ((letters(IMEI, (2, 1, 4)) + "4,").encode(), {"[0]": OTHER}, (letters(OTHER, (2, 1, 4)) + "4,").encode()),
        ((letters(IMEI, (1, 2, 3)) + "3").encode(), {"[0]": "no IMEI"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert chs.closes(data, changes) == new
