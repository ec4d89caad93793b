from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect import checks

DIGITS = st.text("0123456789", min_size=1, max_size=20)


def luhn_by_hand(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number // 10 + number % 10
    return total % 10 == 0


@given(DIGITS)
def test_luhn_agrees_with_the_sum_by_hand(digits: str) -> None:
    assert checks.luhn(digits) == luhn_by_hand(digits)


@given(st.sampled_from(sorted(checks.REPORTING_BODIES)), st.text("0123456789", min_size=12, max_size=12))
def test_each_imei_has_one_check_digit(body: str, rest: str) -> None:
    right = [digit for digit in "0123456789" if checks.imei(body + rest + digit)]
    assert right == [digit for digit in "0123456789" if luhn_by_hand(body + rest + digit)]
    assert len(right) == 1


@pytest.mark.parametrize(
    ("check", "text", "passes"),
    [
        ("", "anything", True),
        ("luhn", "18", True),
        ("luhn", "19", False),
        ("luhn", "", False),
        ("imei", "490154203237518", True),
        ("imei", "49-015420-323751-8", True),
        ("imei", "356938035643809", True),
        ("imei", "860461024123456", False),
        ("imei", "4901542032375187", False),
        ("imei", "120154203237511", False),
        ("meid", "AF0123450ABCDEC", True),
        ("meid", "af0123450abcdec", True),
        ("meid", "AF0123450ABCDED", False),
        ("meid", "9F0123450ABCDEC", False),
        ("meid", "AF0123450ABCDE", False),
        ("imsi", "234300123456789", True),
        ("imsi", "000300123456789", False),
        ("imsi", "2343001234567", False),
        ("imsi", "999100123456789", False),
        ("imsi", "300001234567890", False),
        ("iccid", "8944101234567890128", True),
        ("iccid", "8944101234567890128F", True),
        ("iccid", "8944101234567890129", False),
        ("iccid", "8900001234567890128", False),
        ("iccid", "894410123456789012", False),
        ("iccid", "89441012345678901a8", False),
        ("mac", "0a:1b:02:3d:4e:5f", True),
        ("mac", "0A-1B-02-3D-4E-5F", True),
        ("mac", "0a1b.023d.4e5f", True),
        ("mac", "01:1b:02:3d:4e:5f", False),
        ("mac", "00:00:00:00:00:00", False),
        ("mac", "ff:ff:ff:ff:ff:ff", False),
        ("email", "anna@example.org", True),
        ("email", "anna@mail.example.co.uk", True),
        ("email", "logo@2x.png", False),
        ("email", "logo@1.5x.pl", False),
        ("email", "anna@co.uk", False),
        ("email", "anna@printer.local", False),
        ("phone", "+447700900123", True),
        ("phone", "+44123", False),
        ("phone", "+999123456789", False),
        ("phone", "07700 900123", True),
        ("phone", "12345", False),
        ("ip", "192.168.0.1", True),
        ("ip", "2001:db8::1", True),
        ("ip", "192.168.0.256", False),
        ("ipv4", "10.0.0.1", True),
        ("ipv4", "10.0.1", False),
        ("ipv4", "2001:db8::1", False),
        ("latitude", "52.5163", True),
        ("latitude", "-90", True),
        ("latitude", "90.5163", False),
        ("latitude", "0.0000", False),
        ("latitude", "525163000", True),
        ("latitude", "9005163000", False),
        ("longitude", "-179.9999", True),
        ("longitude", "180.0001", False),
        ("longitude", "1337770000", True),
        ("coordinates", "52.5163,13.3777", True),
        ("coordinates", "52.5163 ; -13.3777", True),
        ("coordinates", "52.5163,13.3777 accuracy 20", True),
        ("coordinates", "0.0000,0.0000", False),
        ("coordinates", "91.0000,13.3777", False),
        ("coordinates", "52.5163", False),
    ],
)
def test_check(check: str, text: str, *, passes: bool) -> None:
    assert checks.CHECKS[check](text) is passes
