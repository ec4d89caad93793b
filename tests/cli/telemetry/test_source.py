from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from phonehome.cli.telemetry.source import leaked

TABLE = pa.table({"zip": ["04109", "10115"], "n": [1, 2], "x": [0.5, 1.0]})
ENDINGS = ".parquet, .csv, .tsv, .jsonl, .ndjson, .json"
FIELDS = " has another number of fields ({}) than the first line (2)"
ROWS = [("04109", 1, 0.5), ("10115", 2, 1.0)]


def _json(table: pa.Table, file: Path) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()), encoding="utf-8")


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {
    "t.parquet": pq.write_table,
    "no ending": pq.write_table,
    "t.csv": pc.write_csv,
    "t.jsonl": _json,
    "t.ndjson": _json,
    "a [b] *.csv": pc.write_csv,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_form_is_the_same_table(tmp_path: Path, name: str) -> None:
    WRITERS[name](TABLE, tmp_path / name)
    with leaked([str(tmp_path / name)]) as (_, table):
        assert (table.columns, table.fetchall()) == (["zip", "n", "x"], ROWS)


def test_a_number_of_a_csv_keeps_its_zeros_and_signs(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b,c,d\n007,+49,1234567890123456789012,\n1,2,3,\n", encoding="utf-8")
    with leaked([str(tmp_path / "t.csv")]) as (_, table):
        assert table.fetchall() == [("007", "+49", "1234567890123456789012", None), ("1", "2", "3", None)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("t.txt", b"secret", "t.txt is no table that is known by its ending: " + ENDINGS),
        ("t.parquet", b"PAR1secret", "t.parquet cannot be read (damaged, or not what its name says)"),
        ("t.parquet", b"secret", "t.parquet cannot be read (damaged, or not what its name says)"),
        ("t.jsonl", b'{"a": "secret\n', "t.jsonl cannot be read: at byte 14 of line 2"),
        ("t.jsonl", b'{"a": 1}\n{"a": "secret",\n{"a": 3}\n', "t.jsonl cannot be read: at byte 17 of line 3"),
        ("t.csv", b"a,b\n1,secret\n1,secret,3\n", "t.csv cannot be read: line 3" + FIELDS.format(3)),
        ("t.csv", b"a,b\n1,secret\n1\n", "t.csv cannot be read: line 3" + FIELDS.format(1)),
        ("t.csv", b'a,b\n1,"secret\n', "t.csv cannot be read: line 2"),
        ("t.csv", b"a,b\n1,\xffsecret\n", "t.csv cannot be read: line 2"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_without_a_word_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, name: str, content: bytes, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(content)
    with pytest.raises(ValueError, match=r"^t\.") as caught, leaked([name]):
        pass
    assert str(caught.value) == sentence


def test_addresses_are_never_fetched() -> None:
    with pytest.raises(FileNotFoundError), leaked(["https://example.org/t.parquet"]):
        pass


def test_what_does_not_go_together_is_refused(tmp_path: Path, case: Path) -> None:
    pq.write_table(TABLE, tmp_path / "t.parquet")
    file = str(tmp_path / "t.parquet")
    for names, recipient, sentence in (
        ([file, str(case)], "", "--table takes one file, or case folders; not both"),
        ([file, file], "", "--table takes one file, or several case folders"),
        ([file], "x", "--recipient says whose table of a case is meant; a file is one already"),
        ([str(case)], "nobody", "nobody called 'nobody' got anything"),
    ):
        with pytest.raises(ValueError, match=sentence), leaked(names, recipient):
            pass


def test_a_case_given_twice_counts_once(case: Path) -> None:
    with leaked([str(case)]) as (_, once), leaked([str(case), str(case)], "oneplus") as (_, twice):
        assert once.columns == twice.columns
        assert len(once) == len(twice)
