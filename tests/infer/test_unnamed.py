from __future__ import annotations

from infer.given import DAY, HOUR, START, Found, Held, Sent, given
from phonehome.infer.unnamed import unnamed

TOKEN = "39c8b14aa2da84f3"
DAILY = [Sent(START + place * DAY, path=f"/{'ab'[place % 2]}") for place in range(4)]


def test_values_come_in_order() -> None:
    values = ["f3ZVKtaXRHRoo7dmfrAsDT", TOKEN, "869999031236378"]
    held = [Held(place, value, path=f"$.{value}") for place in range(4) for value in values]
    assert list(unnamed(given(DAILY, [], held=held))) == sorted(values)


def test_bytes_and_reals_are_no_values() -> None:
    held = [Held(place, TOKEN, type=kind) for place in range(4) for kind in ("bytes", "real")]
    assert list(unnamed(given(DAILY, [], held=held))) == []


def test_a_value_that_a_finding_has_elsewhere_is_explained() -> None:
    held = [Held(place, TOKEN) for place in range(4)]
    assert list(unnamed(given(DAILY, [Found(0, "serial", TOKEN, path="$.z")], held=held))) == []
    assert list(unnamed(given(DAILY, [Found(0, "serial", TOKEN, "possible", path="$.z")], held=held))) == [TOKEN]


def test_a_token_of_one_session_is_none() -> None:
    hourly = [Sent(START + place * HOUR, path=f"/{'ab'[place % 2]}") for place in range(20)]
    assert list(unnamed(given(hourly, [], held=[Held(place, TOKEN) for place in range(20)]))) == []
