from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from phonehome.cli.asking import Ask, answered, opened


def test_the_recipient_is_called_by_its_full_name(case: Path) -> None:
    assert answered([case], Ask("oneplus", show_values=False)).recipient == "OnePlus"


def test_what_means_several_stays_as_it_was_written(case: Path) -> None:
    assert answered([case], Ask("e", show_values=False)).recipient == "e"


def test_a_damaged_case_is_named(case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "case"))
    data = (copy / "findings.parquet").read_bytes()
    (copy / "findings.parquet").write_bytes(data[:4] + bytes(len(data) // 2) + data[4 + len(data) // 2 :])
    with pytest.raises(ValueError, match=f"{copy.name} is damaged: "):
        answered([copy], Ask("", show_values=False))


def test_what_needs_too_much_memory_is_not_called_damaged(case: Path) -> None:
    many = "SET memory_limit = '1MB'; SELECT list(a.range) FROM range(10000000) a"
    with pytest.raises(ValueError, match=f"{case} needs more memory than is taken"), opened([case]) as given:
        given.tables.execute(many)


def rewritten(case: Path, folder: Path, column: str, value: str | None) -> Path:
    """A copy of the case whose findings have this in a column."""
    copy = Path(shutil.copytree(case, folder / "case"))
    table = pq.read_table(copy / "findings.parquet")
    place = table.schema.get_field_index(column)
    column_of_it = pa.array([value] * table.num_rows, pa.string())
    pq.write_table(table.set_column(place, table.schema.field(place), column_of_it), copy / "findings.parquet")
    return copy


def test_a_kind_that_is_not_known_is_named(case: Path, tmp_path: Path) -> None:
    copy = rewritten(case, tmp_path, "kind", "tea\x1b[1m")
    with (
        pytest.raises(ValueError, match=r"case names a kind that is not known, 'tea\\x1b\[1m'; "),
        opened([copy]),
    ):
        pass


def test_a_case_without_what_it_must_have_is_damaged(case: Path, tmp_path: Path) -> None:
    copy = rewritten(case, tmp_path, "host", None)
    with pytest.raises(ValueError, match=f"{case} or {copy} is damaged: "):
        answered([case, copy], Ask("", show_values=False))


def test_a_recipient_that_is_no_text_is_refused(case: Path) -> None:
    with pytest.raises(ValueError, match=r"nobody called '\?' got anything; there are OnePlus"):
        answered([case], Ask("\udcff", show_values=False))
