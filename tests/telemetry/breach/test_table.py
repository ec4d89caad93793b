from __future__ import annotations

import duckdb
import pytest

from phonehome.telemetry.breach.table import Column, Columns, count, quoted, view


def column(number: int, kind: str) -> Column:
    return Column(number, f"n{number}", "quasi", "", "low", "", kind, 1)


def test_columns_have_numbers_and_nested_ones_are_texts() -> None:
    with duckdb.connect() as connection:
        view(connection, connection.sql("""SELECT 1 AS "a ""b", [1, 2] AS c, {'x': 1} AS d, 1.5::DECIMAL(4, 1) AS e"""))
        source = connection.table("source")
        assert (source.columns, [str(one) for one in source.types]) == (
            ["c0", "c1", "c2", "c3"],
            ["INTEGER", "VARCHAR", "VARCHAR", "DECIMAL(4,1)"],
        )


def test_a_name_is_quoted() -> None:
    assert quoted('a "b"') == '"a ""b"""'


@pytest.mark.parametrize(
    ("kind", "ordered"),
    [("BIGINT", True), ("UTINYINT", True), ("DATE", True), ("DECIMAL(4,1)", True), ("VARCHAR", False)],
)
def test_numbers_and_dates_are_ordered(kind: str, ordered: bool) -> None:  # noqa: FBT001
    assert column(0, kind).is_ordered is ordered


def test_columns_of_a_role_and_their_names() -> None:
    every = (column(0, "BIGINT"), column(1, "BIGINT"))
    assert [one.sql for one in Columns(every).of("quasi")] == ["c0", "c1"]
    assert Columns(every).of("time", "sensitive") == ()


def test_a_count_of_nothing_is_none() -> None:
    with duckdb.connect() as connection:
        assert count(connection, "SELECT sum(x) FROM (SELECT 1 AS x) WHERE x > 1") == 0
