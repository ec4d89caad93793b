from __future__ import annotations

import pytest

from phonehome.report.formats import FORMATS
from phonehome.report.material import Material


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_the_same_bytes_twice(name: str, material: Material) -> None:
    assert b"".join(FORMATS[name].render(material)) == b"".join(FORMATS[name].render(material)) != b""


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_holds_a_found_value(name: str, material: Material) -> None:
    written = b"".join(FORMATS[name].render(material)).decode()
    values = {value for each in material.report.recipients for group in each.groups for value in group.values}
    # "unlock" is a value too, and part of the label of its kind.
    assert [value for value in values - {"unlock"} if len(value) >= 6 and value in written] == []
    assert "christine" not in written


def test_the_formats_are_listed() -> None:
    assert list(FORMATS) == ["text", "json", "html", "sarif", "csv", "quote", "letter"]
