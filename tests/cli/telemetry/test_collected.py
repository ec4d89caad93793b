from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.said import Phonehome, refused
from phonehome.cli.telemetry.collected import NOTE, as_collected, collected
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.server.sqlite import Sqlite
from telemetry.server.building import BATCH, entry


@pytest.fixture
def store(tmp_path: Path) -> Path:
    sqlite = Sqlite(tmp_path / "store.sqlite")
    sqlite.write([entry(number) for number in range(30)], [])
    return tmp_path / "store.sqlite"


def test_reports_and_counts_are_the_same_rows(store: Path) -> None:
    with collected(str(store)) as (_, table):
        waiting = sorted(table.fetchall())
    Sqlite(store).close(BATCH)
    with collected(str(store)) as (_, table):
        assert (table.columns, sorted(table.fetchall())) == (["metric", "day", "answer"], waiting)
    assert len(waiting) == 30


def test_a_leak_of_the_collector_names_nobody(phonehome: Phonehome, store: Path) -> None:
    document = json.loads(phonehome("telemetry", "breach", "--db", store, "--format", "json").out)
    assert (document["naming"], document["anonymity"]["unique"], document["note"]) == ([], 0, NOTE)
    assert (document["persons"], document["anonymity"]["k"]) == (30, 30)


def test_the_headline_speaks_of_answers_and_not_of_persons(phonehome: Phonehome, store: Path) -> None:
    document = json.loads(phonehome("telemetry", "breach", "--db", store, "--format", "json").out)
    assert document["sentence"] == (
        "If this table leaked, nobody would be named: each of its 30 answers was randomised on a phone, and none says "
        "whose it is; 0 % stand alone by metric and day."
    )


def test_metric_and_day_may_be_known_and_the_answer_is_learnt() -> None:
    assert as_collected(Wish()) == Wish(quasi=("metric", "day"), sensitive=("answer",), rows_are_persons=True)


def test_another_database_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE a (b)")
    (tmp_path / "text.sqlite").write_text("no database at all", encoding="utf-8")
    other_file, text = tmp_path / "other.sqlite", tmp_path / "text.sqlite"
    assert phonehome("telemetry", "breach", "--db", other_file) == refused(
        f"{other_file} is no database of phonehome telemetry serve"
    )
    assert phonehome("telemetry", "breach", "--db", text) == refused(
        f"{text} cannot be read as a database of phonehome telemetry serve"
    )
    assert phonehome("telemetry", "breach", "--db", tmp_path / "none").code == 2


def test_one_of_table_and_db(phonehome: Phonehome, store: Path) -> None:
    sentence = refused("say --table (a file, or cases) or --db (a collector's database)")
    assert phonehome("telemetry", "breach") == sentence
    assert phonehome("telemetry", "breach", "--db", store, "--table", store) == sentence
