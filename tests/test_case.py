from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from phonehome import case as cases
from phonehome.decode.codec import Decoded
from phonehome.engine import Examined
from phonehome.model import CaseInfo, Damage, Exchange, Field, Input, Recipient
from phonehome.tables import EARLIEST, LATEST, SCHEMAS, Batch, batch

INFO = CaseInfo(
    inputs=(Input("week.har", "ab" * 32, 12, "HAR", 1, (Damage(7, 5, "cut off"),)),),
    versions={"phonehome": "1", "isal": "2"},
    owner_fingerprint="00ff",
    region="GB",
    timezone="Europe/London",
)
FILES = ["case.json", "exchanges.parquet", "fields.parquet", "findings.parquet"]


def rows(index: int, count: int = 1) -> Batch:
    fields = [Field("query", str(place), "text") for place in range(count)]
    exchange = Exchange(index, "GET", "https://example.org/")
    return batch([Examined(exchange, Recipient("example.org"), Decoded(fields, 1, 1), [])])


def make(folder: Path, *batches: Batch, force: bool = False) -> Path:
    with cases.create(folder, force=force) as case:
        for one in batches:
            case.write(one)
        case.finish(INFO)
    return folder


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_case_is_three_tables_and_what_it_was_made_from(tmp_path: Path) -> None:
    case = make(tmp_path / "deep" / "case", rows(0), rows(1))
    assert listing(case) == FILES
    assert {name: pq.read_schema(case / f"{name}.parquet") for name in cases.TABLES} == SCHEMAS
    assert pq.read_table(case / "exchanges.parquet").column("exchange").to_pylist() == [0, 1]
    assert cases.read_info(case) == INFO


def test_case_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    case = make(tmp_path / "case", rows(0))
    assert case.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in case.iterdir()} == {0o600}


def test_folder_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir(mode=0o755)
    assert make(folder).stat().st_mode & 0o777 == 0o700


def test_tables_are_compressed_with_zstd(tmp_path: Path) -> None:
    metadata = pq.read_metadata(make(tmp_path / "case", rows(0)) / "fields.parquet")
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_case_json_is_text_a_person_can_read(tmp_path: Path) -> None:
    text = (make(tmp_path / "case") / "case.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "inputs": [\n    {\n      "name": "week.har",\n')
    assert json.loads(text)["versions"] == {"isal": "2", "phonehome": "1"}
    assert text.endswith("}\n")


def test_rows_are_written_whenever_enough_have_come(tmp_path: Path) -> None:
    folder, many = tmp_path / "case", rows(0, 70_000)
    with cases.create(folder) as case:
        for one in (many, many, many):
            case.write(one)
        case.finish(INFO)
    groups = pq.read_metadata(folder / "fields.parquet")
    assert [groups.row_group(place).num_rows for place in range(groups.num_row_groups)] == [131_072, 8_928, 70_000]


def test_existing_case_is_refused(tmp_path: Path) -> None:
    case = make(tmp_path / "case")
    with pytest.raises(ValueError, match="already holds a case; give another folder, or --force to replace it"):
        cases.create(case)


def test_force_replaces_the_case_and_its_report(tmp_path: Path) -> None:
    case = make(tmp_path / "case", rows(0))
    (case / "report.html").touch()
    (case / "fields.parquet.part").touch()
    make(case, rows(5), force=True)
    assert listing(case) == FILES
    assert pq.read_table(case / "exchanges.parquet").column("exchange").to_pylist() == [5]


@pytest.mark.parametrize("force", [False, True])
def test_folder_with_other_files_is_left_alone(tmp_path: Path, *, force: bool) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(ValueError, match="holds other files; a case needs a folder of its own"):
        cases.create(tmp_path, force=force)
    assert listing(tmp_path) == ["thesis.txt"]


def test_file_is_no_folder_for_a_case(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="file is a file; a case is a folder"):
        cases.create(tmp_path / "file")


def test_unfinished_case_leaves_nothing_behind(tmp_path: Path) -> None:
    with cases.create(tmp_path / "case") as case:
        case.write(rows(0))
    assert listing(tmp_path) == []


def test_unfinished_case_leaves_a_folder_that_was_there(tmp_path: Path) -> None:
    with cases.create(tmp_path):
        assert listing(tmp_path) == [f"{name}.parquet.part" for name in cases.TABLES]
    assert listing(tmp_path) == []


def test_unfinished_case_leaves_the_one_it_should_have_replaced(tmp_path: Path) -> None:
    case = make(tmp_path / "case", rows(0))
    before = {path.name: path.read_bytes() for path in case.iterdir()}
    with cases.create(case, force=True) as other:
        other.write(rows(1))
    assert {path.name: path.read_bytes() for path in case.iterdir()} == before


def test_error_is_passed_on_and_leaves_no_half_case(tmp_path: Path) -> None:
    def fail() -> None:
        with cases.create(tmp_path / "case") as case:
            case.write(rows(0))
            raise ValueError("not a capture")

    with pytest.raises(ValueError, match="not a capture"):
        fail()
    assert listing(tmp_path) == []


def test_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    with cases.create(tmp_path / "case"):
        (tmp_path / "case" / "note.txt").touch()
    assert listing(tmp_path / "case") == ["note.txt"]


def test_tables_are_asked_by_name(tmp_path: Path) -> None:
    with cases.connect(make(tmp_path / "case", rows(3))) as tables:
        assert tables.execute("SELECT exchange, host FROM exchanges JOIN fields USING (exchange)").fetchall() == [
            (3, "example.org")
        ]
        assert tables.execute("SELECT count(*) FROM findings").fetchall() == [(0,)]


def test_folder_without_case_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no case \(case.json is missing\); make one with phonehome audit"):
        cases.read_info(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inputs": 3, "versions": {}}'])
def test_damaged_case_json_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "case.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"case\.json is damaged: "):
        cases.read_info(tmp_path)


DAMAGED = "is damaged: it does not hold what phonehome wrote; audit the capture again"


@pytest.mark.parametrize(
    ("data", "why"),
    [(None, "is missing; audit the capture again"), (b"", DAMAGED), (b"PAR1 and nothing else", DAMAGED)],
)
def test_missing_or_damaged_table_is_named(tmp_path: Path, data: bytes | None, why: str) -> None:
    case = make(tmp_path / "case")
    (case / "fields.parquet").unlink()
    if data is not None:
        (case / "fields.parquet").write_bytes(data)
    with pytest.raises(ValueError, match=rf"^\S*fields\.parquet {why}$"):
        cases.connect(case)


@pytest.mark.parametrize(
    "error", [duckdb.OutOfMemoryException("failed to pin block"), duckdb.IOException("No space left on device")]
)
def test_a_machine_that_is_too_small_is_no_damage(tmp_path: Path, error: duckdb.Error) -> None:
    said = str(cases.unreadable(tmp_path, error))
    assert said == f"{tmp_path}: there is not enough memory, or room on the disk, to read it"


def test_a_case_of_another_version_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    for name in SCHEMAS:
        pq.write_table(pa.table({"exchange": [1]}), folder / f"{name}.parquet")
    with pytest.raises(ValueError, match="was made by another version of phonehome; audit the capture again"):
        cases.connect(folder)


def test_tables_of_several_cases_stand_in_one_view(tmp_path: Path) -> None:
    folders = [make(tmp_path / "it's one", rows(0)), make(tmp_path / "two", rows(0), rows(1))]
    with cases.connect_all(folders) as tables:
        found = tables.execute("SELECT case_no, exchange FROM exchanges ORDER BY ALL").fetchall()
        assert (found, tables.execute("SELECT count(*) FROM fields").fetchall()) == ([(0, 0), (1, 0), (1, 1)], [(3,)])


@pytest.mark.parametrize(("recipient", "seen"), [("", 1), ("EXAMPLE.org", 1)])
def test_a_recipient_is_chosen_by_a_part_of_its_name(tmp_path: Path, recipient: str, seen: int) -> None:
    with cases.connect_all([make(tmp_path / "one", rows(0))], recipient) as tables:
        counts = [tables.execute(f"SELECT count(*) FROM {name}").fetchall() for name in ("exchanges", "fields")]  # noqa: S608
        assert counts == [[(seen,)], [(seen,)]]
        assert tables.execute("SELECT count(*) FROM every_exchange").fetchall() == [(1,)]


def test_a_recipient_that_got_nothing_is_refused_with_those_that_did(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nobody called \"it's\" got anything; there are example\.org"):
        cases.connect_all([make(tmp_path / "one", rows(0))], "it's")


def test_a_damaged_table_among_several_cases_is_named(tmp_path: Path) -> None:
    folder = make(tmp_path / "one", rows(0))
    (folder / "findings.parquet").write_bytes(b"PAR1")
    with pytest.raises(ValueError, match=r"findings\.parquet is damaged: "):
        cases.connect_all([folder])
    pq.write_table(pa.table({"exchange": [1]}), folder / "findings.parquet")
    with pytest.raises(ValueError, match="another version"):
        cases.connect_all([folder])


def test_a_case_that_was_never_finished_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "fields.parquet.part").touch()
    with pytest.raises(ValueError, match="holds an unfinished case"):
        cases.create(tmp_path)
    with cases.create(tmp_path, force=True):
        assert len(list(tmp_path.iterdir())) == 3


def test_without_a_case_all_tables_are_empty() -> None:
    with cases.connect_all([]) as tables:
        for name in ("every_exchange", "exchanges", "fields", "findings"):
            found = tables.table(name)
            assert (found.columns[0], found.fetchall()) == ("case_no", [])


def test_many_cases_are_read_in_one_scan_and_one_given_twice_counts_twice(tmp_path: Path) -> None:
    folder = make(tmp_path / "one", rows(0), rows(1))
    other = make(tmp_path / "two", rows(0))
    with cases.connect_all([folder, other, folder]) as tables:
        found = tables.execute("SELECT case_no, count(*) FROM exchanges GROUP BY ALL ORDER BY ALL").fetchall()
        assert found == [(0, 2), (1, 1), (2, 2)]


def test_a_case_with_columns_of_other_types_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "one", rows(0))
    texts = pa.table({name: pa.array(["x"]) for name in SCHEMAS["findings"].names})
    pq.write_table(texts, folder / "findings.parquet")
    with pytest.raises(ValueError, match="another version"):
        cases.connect_all([folder])


FAR = 2**62


@pytest.mark.parametrize(
    ("time", "seen"),
    [
        (0, (0, 0, 0)),
        (LATEST, (LATEST, LATEST, LATEST)),
        (FAR, (None, LATEST + 1, None)),
        (-FAR, (None, EARLIEST - 1, None)),
        (None, (None, None, None)),
    ],
)
def test_a_time_nobody_lived_through_is_none(
    tmp_path: Path, time: int | None, seen: tuple[int | None, int | None, int | None]
) -> None:
    folder = make(tmp_path / "one", rows(0))
    for name in ("exchanges", "findings"):
        row = {"exchange": 0, "time": time, "certainty": "likely", "event_start": time, "event_end": time}
        pq.write_table(pa.Table.from_pylist([row], schema=SCHEMAS[name]), folder / f"{name}.parquet")
    with cases.connect_all([folder]) as tables:
        assert tables.execute("SELECT time, event_start, event_end FROM findings").fetchall() == [seen]
        assert tables.execute("SELECT time FROM exchanges").fetchall() == [seen[:1]]
