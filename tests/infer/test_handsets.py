from __future__ import annotations

from infer.given import Found, Sent, given
from phonehome.infer.evidence import Evidence
from phonehome.infer.handsets import handsets, shared_by_phones

ONE, OTHER = "490154203237518", "869999031236378"


def _cases(*values: tuple[str, str]) -> Evidence:
    """A case with one identifier (kind, value) each, and an advertising ID that all have."""
    found = [Found(case, kind, value) for case, (kind, value) in enumerate(values)]
    found += [Found(case, "advertising_id", "39c8b14a", path="$.g") for case in range(len(values))]
    return given([Sent(case_no=case) for case in range(len(values))], found)


def test_the_same_hardware_is_the_same_phone() -> None:
    assert handsets(_cases(("imei", ONE), ("imei", OTHER), ("imei", ONE))) == {0: 0, 1: 1, 2: 0}


def test_cases_are_of_one_phone_unless_they_say_otherwise() -> None:
    assert handsets(_cases(("imei", ONE), ("serial", "53b1d26e"))) == {0: 0, 1: 0}


def test_what_two_phones_share() -> None:
    assert shared_by_phones(_cases(("imei", ONE), ("imei", OTHER))) == {0}
    assert shared_by_phones(_cases(("imei", ONE), ("imei", ONE))) == set()
