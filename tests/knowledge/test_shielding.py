from __future__ import annotations

import phonenumbers
import pytest

from phonehome.knowledge.shielding import Number, load_shielding


def test_consent_is_withdrawn_at_a_host_that_is_never_blocked() -> None:
    table = load_shielding()
    assert (table.is_withdrawal("data.sec.miui.com"), table.is_withdrawal("tracking.miui.com")) == (True, False)


def test_headers_are_known_in_any_case() -> None:
    table = load_shielding()
    told = (table.is_secret("Set-Cookie"), table.is_client("X-Forwarded-For"), table.is_signature("Signature"))
    assert told == (True, True, True)


@pytest.mark.parametrize("row", load_shielding().numbers, ids=lambda row: row.country)
def test_a_range_is_of_its_country_and_possible(row: Number) -> None:
    first, last = (phonenumbers.parse(text) for text in (row.first, row.last))
    assert [str(one.country_code) for one in (first, last)] == [row.country, row.country]
    assert phonenumbers.is_possible_number(first)
    assert int(first.national_number or 0) < int(last.national_number or 0)


def test_a_country_without_a_range_gets_the_first() -> None:
    table = load_shielding()
    assert table.reserved(49) == table.numbers[0]


def test_only_the_last_answer_fits_all() -> None:
    rows = load_shielding().answers
    assert [not row.endpoints and not row.asks for row in rows] == [*[False] * (len(rows) - 1), True]


@pytest.mark.parametrize(
    ("place", "asked", "told"),
    [
        ("a.example/generate_204", "", (204, "")),
        ("dls.di.atlas.samsung.com/v1/logs", "text/plain", (200, "application/json")),
        ("a.example/x", "Application/JSON", (200, "application/json")),
        ("a.example/x", "application/grpc+proto", (200, "application/grpc")),
        ("a.example/x", "text/plain", (200, "")),
    ],
)
def test_an_answer_is_found_by_place_or_media_type(place: str, asked: str, told: tuple[int, str]) -> None:
    row = load_shielding().answer(place, asked)
    assert (row.status, row.type) == told


def test_signed_fields_are_found_by_place() -> None:
    table = load_shielding()
    assert [row.field for row in table.signed_at("tracking.rus.miui.com/tracks")] == ["s"]
    assert table.signed_at("a.example/tracks") == ()
