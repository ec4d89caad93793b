from __future__ import annotations

import pytest

from phonehome.model import Field, Location, Owner, Step, to_json


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ((Step("method"),), "e7 method"),
        ((Step("header", "user-agent"),), "e7 header user-agent"),
        (
            (Step("body"), Step("form", "data"), Step("base64"), Step("json", "$.dl[0].imei1")),
            "e7 body > form data > base64 > json $.dl[0].imei1",
        ),
    ],
)
def test_location_is_printed_outermost_layer_first(steps: tuple[Step, ...], text: str) -> None:
    assert str(Location(7, steps)) == text


def test_field_knows_the_way_from_the_exchange() -> None:
    body = Field("body", "", b"x")
    form = Field("form", "data", "eA==", body)
    assert Field("base64", "", "x", form).steps == (Step("body"), Step("form", "data"), Step("base64"))


def test_order_of_keys_does_not_show_in_json() -> None:
    one, other = Owner({"imei": ("1",), "ssid": ("2",)}), Owner({"ssid": ("2",), "imei": ("1",)})
    assert to_json(one) == to_json(other) == b'{"values":{"imei":["1"],"ssid":["2"]},"region":"","timezone":""}'
