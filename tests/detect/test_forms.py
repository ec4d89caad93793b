from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.forms import Form, bits, forms
from phonehome.model import Owner

BRITON = Owner(region="GB")


@pytest.mark.parametrize(
    ("kind", "value", "texts"),
    [
        ("imei", "490154203237518", ["490154203237518", "49015420323751", "49-015420-323751-8"]),
        ("imei", "49-015420-323751-8", ["49-015420-323751-8", "490154203237518", "49015420323751"]),
        ("imei", "49015420323751", ["49015420323751", "490154203237518", "49-015420-323751-8"]),
        ("imei", "4901542032375101", ["4901542032375101", "49015420323751", "490154203237518", "49-015420-323751-8"]),
        ("serial", "R58-M12.3", ["R58-M12.3", "R58M123"]),
        ("serial", "--", ["--"]),
        (
            "mac_address",
            "0A-1B-02-3D-4E-5F",
            [
                "0A-1B-02-3D-4E-5F",
                "0a:1b:02:3d:4e:5f",
                "0a1b.023d.4e5f",
                "0a1b023d4e5f",
                "a:1b:2:3d:4e:5f",
                "11111117966943",
            ],
        ),
        (
            "android_id",
            "9774d56d682e549d",
            ["9774d56d682e549d", "10913582462901572765", "-7533161610807978851"],
        ),
        ("android_id", "74d56d682e549d", ["74d56d682e549d", "0074d56d682e549d", "32885763174454429"]),
        (
            "gsf_id",
            "-7533161610807978851",
            ["-7533161610807978851", "9774d56d682e549d", "10913582462901572765"],
        ),
        (
            "gsf_id",
            "-912345678901234",
            ["-912345678901234", "fffcc239f7e5900e", "18445831728030650382"],
        ),
        (
            "phone_number",
            "+44 7700 900123",
            [
                "+44 7700 900123",
                "+447700900123",
                "447700900123",
                "00447700900123",
                "+44-7700-900123",
                "07700 900123",
                "07700900123",
                "7700900123",
            ],
        ),
        ("contact", "Anna Schmidt", ["Anna Schmidt", "AnnaSchmidt"]),
        ("contact", "Anna 12", ["Anna 12", "Anna12"]),
        (
            "advertising_id",
            "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab",
            ["6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab", "6f1ed5a07a3c4a6e9f0e0123456789ab"],
        ),
        ("installation_id", "fHx-8", ["fHx-8"]),
        (
            "name",
            "Anna M. Schmidt",
            ["Anna M. Schmidt", "Schmidt, Anna M.", "AnnaM.Schmidt", "AnnaMSchmidt", "Anna", "Schmidt"],
        ),
        ("name", "D'Arcy", ["D'Arcy", "D\u2019Arcy"]),
        ("email", "j.doe@mail.example.org", ["j.doe@mail.example.org", "jdoe@mailexampleorg", "jdoemailexampleorg"]),
        ("ssid", 'the "net"', ['the "net"', "the \u201dnet\u201d"]),
        (
            "birth_date",
            "1991-04-17",
            [
                "1991-04-17",
                "17.04.1991",
                "19910417",
                "17/04/1991",
                "04/17/1991",
                "1991/04/17",
                "17-04-1991",
                "17041991",
                "1991.04.17",
            ],
        ),
    ],
)
def test_every_form_of_a_value(kind: str, value: str, texts: list[str]) -> None:
    assert sorted(form.text for form in forms(kind, value, BRITON)) == sorted(texts)


@given(st.integers(0, (1 << 48) - 1))
def test_every_form_of_a_mac_is_the_same_number(number: int) -> None:
    octets = number.to_bytes(6).hex(":")
    found = {form.how: form.text for form in forms("mac_address", octets, BRITON)}
    assert int(found["as a 48-bit integer"]) == number
    assert int(found["without separators"], 16) == number


def test_a_part_of_a_name_is_marked() -> None:
    assert [form for form in forms("name", "Anna Schmidt", BRITON) if form.part] == [
        Form("Anna", "in part", part=True),
        Form("Schmidt", "in part", part=True),
    ]


def test_a_phone_number_without_a_region_keeps_its_digits() -> None:
    assert [form.text for form in forms("phone_number", "07700 900123", Owner())] == ["07700 900123", "07700900123"]


@pytest.mark.parametrize(
    ("text", "surprise"),
    [("", 0.0), ("12", 6.6), ("ab", 9.4), ("a1", 8.0), ("z1", 8.0), ("beef", 18.8), ("258cfeb1", 32.0), ("1-2", 6.6)],
)
def test_bits_count_letters_and_digits(text: str, surprise: float) -> None:
    assert bits(text) == pytest.approx(surprise)
