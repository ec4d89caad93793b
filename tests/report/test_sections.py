from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Group, Reason, Recipient, RecipientReport, Report
from phonehome.report.material import GroupBy
from phonehome.report.sections import said, sections
from phonehome.report.words import CROSS


def _group(kind: str, place: str, app: str = "", wrapping: str = "query") -> Group:
    return Group(kind, "likely", wrapping, place, 2, 1, ("v",), 0, "e0", (Reason("pattern", "It fits."),), app=app)


@pytest.fixture
def small(report: Report) -> Report:
    maker = RecipientReport(
        Recipient("open.oneplus.net", "OnePlus", "CN", "maker"),
        3,
        0,
        900,
        900,
        (_group("imei", "a", "com.one"), _group("imei", "b", "com.two"), _group("battery", "c", "com.one")),
    )
    other = RecipientReport(Recipient("b.example"), 1, 0, 90, 90, (_group("imei", "z", "com.one", "body > json"),))
    return replace(report, recipients=(maker, other))


def _shown(parts: list[RenderableType]) -> dict[str, list[list[str]]]:
    """The rows of each table, its titles first, by the heading above it."""
    found: dict[str, list[list[str]]] = {}
    for heading, table in zip(parts[::2], parts[1::2], strict=True):
        assert isinstance(heading, Text)
        assert isinstance(table, Table)
        columns = [[str(column.header), *map(str, column.cells)] for column in table.columns]
        found[heading.plain] = [list(row) for row in zip(*columns, strict=True)]
    return found


def _tables(report: Report, knowledge: Knowledge, by: GroupBy) -> dict[str, list[list[str]]]:
    return _shown(list(sections(report, knowledge, by)))


def test_by_recipient(small: Report, knowledge: Knowledge) -> None:
    titles = ["what", "how often", "how wrapped", "how sure", "for instance"]
    assert _tables(small, knowledge, "recipient") == {
        "OnePlus · open.oneplus.net · maker · China\n3 requests, 900 bytes sent, 100 % of it understood": [
            titles,
            ["IMEI", f"4{CROSS}", "query a, b", "likely", "v"],
            ["Battery", f"2{CROSS}", "query c", "likely", "v"],
        ],
        "b.example\n1 request, 90 bytes sent, 100 % of it understood": [
            titles,
            ["IMEI", f"2{CROSS}", "body > json z", "likely", "v"],
        ],
    }


def test_by_kind(small: Report, knowledge: Knowledge) -> None:
    titles = ["to whom", "how often", "how wrapped", "how sure", "for instance"]
    assert _tables(small, knowledge, "kind") == {
        "IMEI\n6 findings of 1 kind to 2 hosts, at best likely; Identifiers of the hardware, sensitivity high, "
        "cannot be reset": [
            titles,
            ["OnePlus (open.oneplus.net)", f"4{CROSS}", "query a, b", "likely", "v"],
            ["b.example", f"2{CROSS}", "body > json z", "likely", "v"],
        ],
        "Battery\n2 findings of 1 kind to 1 host, at best likely; The device, sensitivity low": [
            titles,
            ["OnePlus (open.oneplus.net)", f"2{CROSS}", "query c", "likely", "v"],
        ],
    }


def test_by_wrapping(small: Report, knowledge: Knowledge) -> None:
    titles = ["to whom", "what", "how often", "where", "how sure", "for instance"]
    assert _tables(small, knowledge, "wrapping") == {
        "query\n6 findings of 2 kinds to 1 host, at best likely": [
            titles,
            ["OnePlus (open.oneplus.net)", "IMEI", f"4{CROSS}", "a, b", "likely", "v"],
            ["OnePlus (open.oneplus.net)", "Battery", f"2{CROSS}", "c", "likely", "v"],
        ],
        "body > json\n2 findings of 1 kind to 1 host, at best likely": [
            titles,
            ["b.example", "IMEI", f"2{CROSS}", "z", "likely", "v"],
        ],
    }


def test_by_app(small: Report, knowledge: Knowledge) -> None:
    tables = _tables(small, knowledge, "app")
    assert {heading: [row[1] for row in rows] for heading, rows in tables.items()} == {
        "com.one\n6 findings of 2 kinds to 2 hosts, at best likely": ["what", "IMEI", "Battery", "IMEI"],
        "com.two\n2 findings of 1 kind to 1 host, at best likely": ["what", "IMEI"],
    }


def test_an_app_that_the_capture_does_not_name(report: Report, knowledge: Knowledge) -> None:
    (heading,) = _tables(report, knowledge, "app")
    assert heading.startswith("App not known (the capture does not name it)\n")


def test_many_places_are_counted(small: Report, knowledge: Knowledge) -> None:
    groups = tuple(_group("imei", f"p{place}") for place in range(9))
    one = replace(small, recipients=(replace(small.recipients[0], groups=groups),))
    ((_, row),) = _tables(one, knowledge, "recipient").values()
    assert row[2] == "query p0, p1, p2, p3, p4, p5 and 3 more"


def test_a_long_table_says_how_many_rows_it_leaves_out(small: Report, knowledge: Knowledge) -> None:
    groups = tuple(_group("imei", "p", wrapping=f"body > json {row}") for row in range(150))
    one = replace(small, recipients=(replace(small.recipients[0], groups=groups),))
    table = list(sections(one, knowledge, "recipient"))[1]
    assert isinstance(table, Table)
    assert (table.row_count, table.caption) == (100, "and 50 more rows; --format csv lists every finding")


def test_several_values_of_one_place_are_counted(small: Report, knowledge: Knowledge) -> None:
    group = replace(_group("imei", "p"), distinct=1_234, values=())
    one = replace(small, recipients=(replace(small.recipients[0], groups=(group,)),))
    ((_, row),) = _tables(one, knowledge, "recipient").values()
    assert (row[1], row[4]) == (f"2{CROSS}, 1,234 values", "")


def test_nothing_of_a_capture_is_markup() -> None:
    assert said("[red]x\x1b").plain == "[red]x\\x1b"
