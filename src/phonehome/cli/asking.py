"""Opens cases and asks every question of them, for the commands that answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from msgspec import Struct, structs

from phonehome import case as cases
from phonehome.cli.command import progress_bar
from phonehome.infer.evidence import Brought, evidence
from phonehome.infer.profile import QUESTIONS, Profile, profile
from phonehome.knowledge.load import load
from phonehome.masking import mask

# What DuckDB raises for a wrong query, which would be our own; all else comes from files that are not as written.
OURS = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.SyntaxException)


class Ask(Struct, frozen=True):
    """What is asked: about which recipient, in clear or masked, with what else at hand."""

    recipient: str
    show_values: bool
    brought: Brought = Brought()


def answered(folders: Sequence[Path], asked: Ask) -> Profile:
    """The profile of some cases; ValueError for a folder that holds no whole case."""
    infos = tuple(cases.read_info(folder) for folder in folders)
    say = str if asked.show_values else mask
    with cases.connect_all(folders, asked.recipient) as tables, progress_bar("concluding", len(QUESTIONS)) as tell:
        try:
            given = evidence(tables, infos, load(), say)
            given = structs.replace(given, recipient=asked.recipient, brought=asked.brought)
            return structs.replace(profile(given, tell), shows_values=asked.show_values)
        except OURS:
            raise
        except duckdb.Error as error:
            raise ValueError(
                f"{folders[0] if folders else 'what was brought'} is damaged: {str(error).splitlines()[0]}"
            ) from None
