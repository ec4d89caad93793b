"""phonehome telemetry serve: what stops it before it serves."""

from __future__ import annotations

import re
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.said import Phonehome, Said, refused
from phonehome.telemetry.metrics import catalogue, read
from telemetry.server.alive import metrics


def test_metrics_that_may_not_be_asked_are_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[purpose.x]\ntitle = "To know more"\n[metric.imei]\ntype = "text"\n')
    said = phonehome("telemetry", "serve", "--metrics", file, "--db", tmp_path / "db")
    assert (said.code, said.err.startswith("phonehome: mine.toml: "), said.err.count("\n")) == (2, True, 1)


def test_without_metrics_the_catalogue_is_asked_and_that_is_said(phonehome: Phonehome, tmp_path: Path) -> None:
    said = phonehome("telemetry", "serve", "--db", tmp_path / "db", "--listen", "nowhere")
    many = len(read(catalogue()).metrics)
    assert said == Said(
        2,
        "",
        f"asks the {many} metrics of the catalogue; phonehome telemetry metrics prints it\n"
        "phonehome: 'nowhere' is no address to listen at; write it as 127.0.0.1:8440\n",
    )


def test_a_metric_that_has_expired_is_named(phonehome: Phonehome, tmp_path: Path) -> None:
    text = catalogue().read_text(encoding="utf-8")
    file = tmp_path / "old.toml"
    file.write_text(re.sub(r"expires = \S+", "expires = 2025-01-01", text, count=1), encoding="utf-8")
    said = phonehome("telemetry", "serve", "--metrics", file, "--db", tmp_path / "db", "--listen", "nowhere")
    first = next(iter(read(file).metrics))
    sentence = f"metric {first} expired on 2025-01-01: its reports are refused, and phones send none\n"
    assert (said.code, said.err.startswith(sentence)) == (2, True)


def test_an_address_that_is_taken_is_told(phonehome: Phonehome, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        said = phonehome(
            "telemetry", "serve", "--metrics", metrics(tmp_path), "--db", tmp_path / "db", "--listen", where
        )
    assert said == refused(f"cannot listen at {where}: Address already in use")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--listen", "8440"), "'8440' is no address to listen at; write it as 127.0.0.1:8440"),
        (("--rate", "-1"), "the rate must be from 0 (no limit) to 65534 reports a minute"),
        (
            ("--admin", "0.0.0.0:0"),
            "--admin 0.0.0.0 can be reached from elsewhere; set PHONEHOME_ADMIN_TOKEN, or take 127.0.0.1",
        ),
    ],
)
def test_what_cannot_be_served_is_refused(
    phonehome: Phonehome, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    said = phonehome("telemetry", "serve", "--metrics", metrics(tmp_path), "--db", tmp_path / "db", *options)
    assert said == refused(sentence)


def test_another_programs_database_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    db = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(db)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    said = phonehome("telemetry", "serve", "--metrics", metrics(tmp_path), "--db", db)
    assert said == refused(f"{db} is no database of phonehome telemetry, or one of a newer phonehome")
