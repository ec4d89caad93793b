"""Opens cases and asks every question of them, for the commands that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import click
import duckdb
import msgspec
from msgspec import Struct, structs

from phonehome import case as cases
from phonehome.cli.command import progress_bar
from phonehome.infer.evidence import Brought, Evidence, evidence
from phonehome.infer.profile import QUESTIONS, Profile, profile
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.live.opened import opened as whole
from phonehome.masking import mask

# What DuckDB raises for a wrong query, which would be our own; all else comes from files that are not as written.
OURS = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.SyntaxException)


class Ask(Struct, frozen=True):
    """What is asked: about which recipient, in clear or masked, with what else at hand."""

    recipient: str
    show_values: bool
    brought: Brought = Brought()


def once(folders: Sequence[Path]) -> list[Path]:
    """Each case once, however often and by whatever path it was given: it would count twice."""
    return list({folder.resolve(): folder for folder in reversed(folders)}.values())[::-1]


@contextmanager
def opened(folders: Sequence[Path], recipient: str = "", say: Callable[[str], str] = mask) -> Iterator[Evidence]:
    """Evidence from some cases; ValueError for a folder that holds no whole case, also when that shows late."""
    recipient = recipient.encode(errors="replace").decode()  # an argument may hold bytes that are no text
    with ExitStack() as stack:
        folders = [stack.enter_context(whole(folder, partial(click.echo, err=True))) for folder in folders]
        infos, knowledge = tuple(cases.read_info(folder) for folder in folders), load()
        tables = stack.enter_context(cases.connect_all(folders, recipient))
        try:
            given = evidence(tables, infos, knowledge, say)
            _check_kinds(given, folders, knowledge)
            yield structs.replace(given, recipient=recipient)
        except OURS:
            raise
        except duckdb.OutOfMemoryException:
            raise ValueError(f"{_named(folders)} needs more memory than is taken ({cases.MEMORY}); ask fewer") from None
        except (duckdb.Error, msgspec.ValidationError) as error:
            raise cases.unreadable(_named(folders), error) from None


def answered(folders: Sequence[Path], asked: Ask) -> Profile:
    """The profile of some cases; ValueError for a folder that holds no whole case."""
    say = str if asked.show_values else mask
    with opened(once(folders), asked.recipient, say) as given, progress_bar("concluding", len(QUESTIONS)) as tell:
        answers = profile(structs.replace(given, brought=asked.brought), tell)
        return structs.replace(answers, shows_values=asked.show_values)


def _check_kinds(given: Evidence, folders: Sequence[Path], knowledge: Knowledge) -> None:
    """A newer phonehome may have named kinds that this one has no facts about."""
    kinds = given.tables.cursor().execute("SELECT DISTINCT kind FROM findings ORDER BY kind").fetchall()
    for (kind,) in kinds:
        if kind not in knowledge.kinds:
            raise ValueError(f"{_named(folders)} names a kind that is not known, {kind!r}; audit the capture again")


def _named(folders: Sequence[Path]) -> str:
    """Which of several cases it is nobody knows."""
    return " or ".join(map(str, folders)) if folders else "what was brought"
