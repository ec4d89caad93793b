from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from phonehome.model import Disclosure, Finding, Location, Reason, Recipient, Report, Step
from phonehome.report.csv import COLUMNS, render, text
from phonehome.report.material import Material

FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _rows(material: Material) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(b"".join(render(material)).decode(), newline="")))


def test_the_first_line_names_the_columns_and_each_finding_is_a_line(material: Material) -> None:
    written = b"".join(render(material))
    assert written.startswith(b"exchange,time,kind,label,certainty,organisation,host,country,role,value,location,ways,")
    assert written.count(b"\r\n") == 1 + 2
    assert tuple(_rows(material)[0]) == COLUMNS


def test_a_row_says_what_went_where(material: Material) -> None:
    assert _rows(material)[0] == {
        "exchange": "12",
        "time": "2017-01-15T00:00:00.250Z",
        "kind": "imei",
        "label": "IMEI",
        "certainty": "confirmed",
        "organisation": "OnePlus",
        "host": "open.oneplus.net",
        "country": "CN",
        "role": "maker",
        "value": "49**********518",
        "location": "e12 body > form data > base64 > json $.dl[0].imei1",
        "ways": "known; endpoint",
        "reasons": "The owner's IMEI, as it is.; Key imei1.",
        "sources": "OnePlus ODM",
        "event": "",
        "event_start": "",
        "event_end": "",
        "event_app": "",
    }


def test_events_are_there_only_with_values(material: Material, shown: Report) -> None:
    row = _rows(replace(material, report=shown))[1]
    assert [row[name] for name in ("event", "event_start", "event_end", "event_app")] == [
        "screen_on",
        "2017-01-15T00:00:00.001Z",
        "2017-01-15T00:01:00.001Z",
        "com.android.chrome",
    ]
    assert _rows(material)[1]["event"] == ""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+447700900123", "'+447700900123"),
        ("-33.8688,151.2093", "'-33.8688,151.2093"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "  '=1"),
        ("\t=1", "\\t=1"),
        ("\r\n=1", "\\r\\n=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ("a; -1", "a; '-1"),
        ("a-b=c@d", "a-b=c@d"),
        ("", ""),
        ("\x00\ud800", "\\x00\\ud800"),
    ],
)
def test_no_value_is_taken_for_a_formula(value: str, written: str) -> None:
    assert text(value) == written


@given(st.text(st.characters(codec=None)))
def test_any_value_is_one_cell_on_one_line(material: Material, value: str) -> None:
    found = Finding("imei", "likely", value, Location(0, (Step("query", value),)), (Reason("known", value, value),))
    shown = replace(material.report, shows_values=True)
    told = replace(material, report=shown, findings=(Disclosure(found, Recipient(value, value, value)),))
    written = b"".join(render(told)).decode()
    assert written.count("\r\n") == written.count("\n") == 2
    cells = next(csv.reader(written.splitlines()[1:]))
    assert cells[9] == text(value)
    assert not [cell for cell in cells if cell.startswith(FORMULAS)]
