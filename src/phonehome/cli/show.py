"""Writes a case's report in any format to a file or the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import get_args

import click
import duckdb
import msgspec
from msgspec import Struct

from phonehome import case as cases
from phonehome.cli.asking import Ask, answered
from phonehome.cli.command import progress_bar
from phonehome.infer.overview import Tables, disclosures, overview
from phonehome.knowledge.load import load
from phonehome.live.opened import opened
from phonehome.model import CaseInfo
from phonehome.report.formats import FORMATS
from phonehome.report.material import GroupBy, Look, Material
from phonehome.report.summary import watcher

FORMAT = click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form of the report."
)
GROUP_BY = click.option(
    "--group-by",
    type=click.Choice(get_args(GroupBy)),
    default="recipient",
    show_default=True,
    help="What the tables of the text report are made by.",
)
SHOW_VALUES = click.option("--show-values", is_flag=True, help="Show values in clear. Without it they are masked.")


class Wish(Struct, frozen=True):
    """Which report, and where it goes; ``-`` is standard output."""

    form: str
    show_values: bool
    file: str = "-"
    group_by: GroupBy = "recipient"


def show(folder: Path, wish: Wish) -> None:
    """Renders the case's report piece by piece; ValueError when the folder holds no whole case."""
    with opened(folder, partial(click.echo, err=True)) as whole:
        _show(whole, wish)


def _show(folder: Path, wish: Wish) -> None:
    info = cases.read_info(folder)
    with cases.connect(folder) as tables:
        try:
            material = _material(tables, info, wish)
            if wish.form == "html":
                material = _with_profile(material, folder)
            _write(material, wish)
        except (duckdb.Error, msgspec.ValidationError) as error:
            raise cases.unreadable(folder, error) from None


def _material(tables: Tables, info: CaseInfo, wish: Wish) -> Material:
    knowledge = load()
    with progress_bar("reading the case", None):
        report = overview(tables, info, knowledge, by_app=_by_app(wish))
    report = msgspec.structs.replace(report, shows_values=wish.show_values)
    dummies = disclosures(tables, dummies=True)
    return Material(report, knowledge, disclosures(tables), dummies, look(wish.file, wish.group_by))


def _with_profile(material: Material, folder: Path) -> Material:
    """With what the gravest recipient can conclude, where any was told what the person does or where they are."""
    name = watcher(material.report)
    if not name:
        return material
    profile = answered([folder], Ask(name, material.report.shows_values))
    return msgspec.structs.replace(material, profile=profile)


def _by_app(wish: Wish) -> bool:
    return wish.form == "text" and wish.group_by == "app"


def _write(material: Material, wish: Wish) -> None:
    put(FORMATS[wish.form].render(material), wish.file)


def put(pieces: Iterator[bytes], file: str) -> None:
    """Writes a report to a file that only its owner can read, or to standard output for ``-``."""
    if file == "-":
        _print(pieces)
        return
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.writelines(pieces)
    except OSError:
        if Path(file).is_file():  # half a report looks like a whole one
            Path(file).unlink()
        raise
    click.echo(f"report: {Path(file).resolve()}")


def look(file: str, group_by: GroupBy = "recipient") -> Look:
    """What the place where a report goes can show."""
    if file != "-" or not sys.stdout.isatty():
        return Look(group_by=group_by)
    width = shutil.get_terminal_size((100, 24)).columns
    return Look(max(40, min(width, 140)), "NO_COLOR" not in os.environ, group_by)


def _print(pieces: Iterator[bytes]) -> None:
    try:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader of the pipe has seen enough; keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
