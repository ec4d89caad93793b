from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest
import zstandard

from phonehome.cli.telemetry import csvfile

WHOLE = "zip,n,x\n04109,1,0.5\n10115,2,1.0\n"
ROWS = [("04109", 1, 0.5), ("10115", 2, 1.0)]


def rows(file: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    with duckdb.connect() as connection:
        table = csvfile.read(connection, file, str(file))
        return table.columns, table.fetchall()


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_what_stands_between_columns_is_seen(tmp_path: Path, between: str) -> None:
    (tmp_path / "t.csv").write_text(WHOLE.replace(",", between), encoding="utf-8")
    assert rows(tmp_path / "t.csv") == (["zip", "n", "x"], ROWS)


@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv.zst", "t.csv"])
def test_compressed_or_with_a_mark_it_is_the_same(tmp_path: Path, name: str) -> None:
    content = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()
    packed = {"t.csv.gz": gzip.compress(content), "t.csv.zst": zstandard.compress(content)}
    (tmp_path / name).write_bytes(packed.get(name, content))
    assert rows(tmp_path / name) == (["zip", "n", "x"], ROWS)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("a,a,A", ["a", "a (2)", "A (3)"]),
        ('"a,b",c', ["a,b", "c"]),
        ('"a\nb",c', ["a\nb", "c"]),
        ("a,,c", ["a", "column 2", "c"]),
        ('say ""x,b', ['say ""x', "b"]),
        ("only", ["only"]),
    ],
)
def test_names_of_columns(tmp_path: Path, head: str, names: list[str]) -> None:
    (tmp_path / "t.csv").write_text(head + "\n" + ",".join("x" for _ in names) + "\n", encoding="utf-8")
    assert rows(tmp_path / "t.csv") == (names, [tuple("x" for _ in names)])


def test_a_line_that_looks_like_a_remark_or_a_title_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n#1,2\n3,4\n", encoding="utf-8")
    assert rows(tmp_path / "t.csv") == (["a", "b"], [("#1", 2), ("3", 4)])


@pytest.mark.parametrize(
    ("name", "content"),
    [("t.csv", b""), ("t.csv", b"\n"), ("t.csv", b",,\n"), ("t.csv", b"\xff\xfea\n"), ("t.csv.gz", b"no gzip"),
     ("t.csv.zst", b"no zstandard"), ("t.csv", b'"' + b"x" * 200_000)],
)  # fmt: skip
def test_without_names_of_columns_it_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=r"first line"):
        rows(tmp_path / name)
