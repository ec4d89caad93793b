from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.checks import imei, luhn
from phonehome.shield.pseudonym import Pseudonyms, canonical

MAKER = Pseudonyms(b"k" * 32, "OnePlus")
OTHER = Pseudonyms(b"k" * 32, "Google")
SHAPES = [
    ("imei", "490154203237518", r"00101700\d{7}"),
    ("imei", "49-015420-323751-8", r"00-101700-\d{6}-\d"),
    ("imsi", "234300123456789", r"00101\d{10}"),
    ("iccid", "8944301234567890123", r"89999\d{14}"),
    ("mac_address", "94:65:2D:11:22:33", r"[0-9A-F]2(:[0-9A-F]{2}){5}"),
    ("mac_address", "94652d112233", r"[0-9a-f]2[0-9a-f]{10}"),
    ("phone_number", "+447700900123", r"\+447700900\d{3}"),
    ("phone_number", "+14155550123", r"\+120255501\d\d"),
    ("email", "anna@example.com", r"[a-z]{8}@example\.org"),
    ("advertising_id", "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*"),
    ("android_id", "8f14e45fceea167a", r"[0-9a-f]{16}"),
    ("serial", "258cfeb1", r"[0-9a-f]{8}"),
    ("serial", "R58M12ABCDE", r"[A-Z]\d\d[A-Z]\d\d[A-Z]{5}"),
    ("local_ip", "192.168.1.20", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"),
    ("local_ip", "fe80::1", r"2001:db8::[0-9a-f]+"),
    ("ssid", "Mustermann 5G", r"[A-Z][a-z]{9} \d[A-Z]"),
    ("location", "52.5163,13.3777", r"\d+\.\d{4},\d+\.\d{4}"),
    ("browsing", "https://news.example.com/a?b=c", r"https://example\.org/[a-z]{8}"),
    ("app_usage", "com.whatsapp", r"org\.example\.[a-z]{8}"),
    ("name", "Anna Mustermann", r"[A-Z][a-z]{3} [A-Z][a-z]{9}"),
]


@pytest.mark.parametrize(("kind", "value", "shape"), SHAPES)
def test_a_pseudonym_has_the_shape_of_its_value(kind: str, value: str, shape: str) -> None:
    assert re.fullmatch(shape, MAKER.of(kind, value))


@pytest.mark.parametrize(("kind", "value", "_"), SHAPES)
def test_it_is_the_same_at_one_recipient_and_another_at_the_next(kind: str, value: str, _: str) -> None:
    assert MAKER.of(kind, value) == MAKER.of(kind, value) != OTHER.of(kind, value)


def test_check_digits_are_right() -> None:
    assert luhn(MAKER.of("imei", "490154203237518"))
    assert luhn(MAKER.of("iccid", "8944301234567890123"))
    assert not imei(MAKER.of("imei", "490154203237518"))  # no body that allocates type codes


def test_a_value_without_its_separators_has_the_same_pseudonym() -> None:
    with_them, without = MAKER.of("mac_address", "94:65:2d:11:22:33"), MAKER.of("mac_address", "94652d112233")
    assert canonical(with_them) == without


def test_an_international_number_stays_possible() -> None:
    assert phonenumbers.is_possible_number(phonenumbers.parse(MAKER.of("contact", "+4915112345678")))


def test_no_pseudonym_is_a_value_of_the_owner() -> None:
    taken = frozenset({canonical(MAKER.of("phone_number", "+447700900123"))})
    careful = Pseudonyms(b"k" * 32, "OnePlus", taken)
    assert canonical(careful.of("phone_number", "+447700900123")) not in taken


@given(st.text(max_size=40), st.sampled_from(["", "imei", "imsi", "iccid", "bssid", "contact", "email", "location"]))
def test_any_text_has_a_pseudonym(value: str, kind: str) -> None:
    assert MAKER.of(kind, value) == MAKER.of(kind, value)


def test_noise_depends_on_the_data() -> None:
    assert MAKER.noise(b"a").text(8) != MAKER.noise(b"b").text(8)


@pytest.mark.parametrize("kind", ["phone_number", "contact", "call_log", "message"])
def test_a_number_as_one_dials_it_at_home_becomes_one_that_nobody_has(kind: str) -> None:
    british = Pseudonyms(b"k" * 32, "OnePlus", region="GB")
    assert re.fullmatch(r"07700900\d{3}", british.of(kind, "07911123456"))


def test_a_cookie_keeps_its_name_and_an_installation_id_its_first_bits() -> None:
    assert re.fullmatch(r"NID=\d{3}=[A-Za-z]{9}", MAKER.of("other_identifier", "NID=204=AbCdEfGhI"))
    assert re.fullmatch(r"[c-f][\w-]{21}", MAKER.of("installation_id", "cAbCdEfGhIjKlMnOpQrS-_"))
