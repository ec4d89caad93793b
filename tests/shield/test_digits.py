from __future__ import annotations

from phonehome.shield.digits import Digits

DIGITS = Digits(b"seed")


def test_a_seed_and_a_place_decide_a_number() -> None:
    assert [DIGITS.number(place, 10) for place in range(5)] == [Digits(b"seed").number(place, 10) for place in range(5)]
    assert DIGITS.text(20) != Digits(b"other").text(20)


def test_a_text_has_its_length_and_alphabet_and_goes_on_where_it_stopped() -> None:
    assert DIGITS.text(4, "ab") + DIGITS.text(4, "ab", 4) == DIGITS.text(8, "ab")
    assert set(DIGITS.text(99, "ab")) == {"a", "b"}


def test_one_is_taken_of_those_there_are() -> None:
    assert {DIGITS.one(("x", "y"), place) for place in range(20)} == {"x", "y"}
