from __future__ import annotations

import pytest

from phonehome.report.countries import country


@pytest.mark.parametrize(
    ("code", "expected"),
    [("CN", "China"), ("US", "United States"), ("AD", "Andorra"), ("ZW", "Zimbabwe"), ("ZZ", "ZZ"), ("", "")],
)
def test_a_country_has_its_name_or_stays_a_code(code: str, expected: str) -> None:
    assert country(code) == expected
