from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cli.said import Phonehome, Said, refused
from phonehome.phones import Simulation
from phonehome.report.formats import FORMATS


def test_report_is_printed_as_text_by_default(phonehome: Phonehome, case: Path) -> None:
    said = phonehome("report", case)
    assert (said.code, said.err) == (0, "")
    assert "OnePlus · open.oneplus.net · maker · China" in said.out


def test_report_is_the_same_each_time(phonehome: Phonehome, case: Path) -> None:
    for form in FORMATS:
        assert phonehome("report", case, "--format", form, "--out", "-") == phonehome(
            "report", case, "--format", form, "--out", "-"
        )


def test_json_names_every_finding_with_its_exchange(phonehome: Phonehome, case: Path) -> None:
    report = json.loads(phonehome("report", case, "--format", "json").out)
    assert report["shows_values"] is False
    first = report["findings"][0]
    assert set(first) >= {"exchange", "kind", "certainty", "recipient", "location", "reasons", "value"}
    assert set(first["recipient"]) >= {"host", "organisation", "country", "role"}


def test_values_are_shown_when_asked_for(phonehome: Phonehome, case: Path, simulation: Simulation) -> None:
    ssid = simulation.owner.values["ssid"][0]
    shown = json.loads(phonehome("report", case, "--format", "json", "--show-values").out)
    masked = json.loads(phonehome("report", case, "--format", "json").out)
    assert ssid in {one["value"] for one in shown["findings"]}
    assert ssid not in {one["value"] for one in masked["findings"]}


def test_html_goes_into_the_case_by_default(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "case"))
    assert phonehome("report", copy, "--format", "html") == Said(0, f"report: {copy / 'report.html'}\n", "")
    assert (copy / "report.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize("form", FORMATS)
def test_report_goes_to_a_file(phonehome: Phonehome, case: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "report"
    assert phonehome("report", case, "--format", form, "--out", out) == Said(0, f"report: {out}\n", "")
    assert out.stat().st_mode & 0o777 == 0o600
    assert out.read_bytes().decode() == phonehome("report", case, "--format", form, "--out", "-").out


def test_what_is_no_case_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    missing = refused(f"{tmp_path} holds no case (case.json is missing); make one with phonehome audit")
    assert phonehome("report", tmp_path) == missing
    assert phonehome("report", file) == refused(f"{file / 'case.json'}: Not a directory")


def test_report_that_cannot_be_written_is_refused(phonehome: Phonehome, case: Path, tmp_path: Path) -> None:
    assert phonehome("report", case, "--out", tmp_path) == refused(f"{tmp_path}: Is a directory")


@pytest.mark.parametrize(
    ("group_by", "heading"),
    [
        ("recipient", "OnePlus · open.oneplus.net · maker · China"),
        ("kind", "Serial number"),
        ("wrapping", "body > form data > base64 > json"),
        ("app", "App not known (the capture does not name it)"),
    ],
)
def test_tables_are_made_by_what_is_asked_for(phonehome: Phonehome, case: Path, group_by: str, heading: str) -> None:
    said = phonehome("report", case, "--group-by", group_by)
    assert (said.code, said.err) == (0, "")
    assert heading in said.out.splitlines()


def test_a_table_of_other_types_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"url": "https://example.org/?imei=490154203237518"}')
    assert phonehome("audit", tmp_path / "a.jsonl", "--out", tmp_path / "case").code == 0
    file = tmp_path / "case" / "findings.parquet"
    table = pq.read_table(file)
    pq.write_table(pa.table({name: [5] * table.num_rows for name in table.column_names}), file)
    said = phonehome("report", tmp_path / "case")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"phonehome: {tmp_path / 'case'} was made by another version of phonehome; audit the capture again\n"
    )


def test_half_a_report_is_removed(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    call = f"ulimit -f 1; {sys.executable} -m phonehome report {case} --format html --out {file}"
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, file.exists()) == (2, "phonehome: File too large\n", False)
