"""A user's own tables beside the bundled ones: adapters and lists of recipients, by path."""

from __future__ import annotations

from pathlib import Path

import click

from phonehome.engine import keyring
from phonehome.knowledge.lists import with_list
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.knowledge.tables import with_adapter

ADAPTER = click.option(
    "--adapter", metavar="FILE", multiple=True, help="An endpoint table of one's own (TOML). Repeatable."
)
RECIPIENTS = click.option(
    "--recipients",
    metavar="FILE",
    multiple=True,
    help="A list of organisations of one's own: TOML, DuckDuckGo's tds.json or Disconnect's services.json. Repeatable.",
)


def tables(adapters: tuple[str, ...], lists: tuple[str, ...]) -> Knowledge:
    """The bundled tables with a user's own; ValueError says what is wrong with which file."""
    knowledge = load()
    for name in adapters:
        knowledge = with_adapter(knowledge, Path(name))
        keyring(knowledge)
    for name in lists:
        knowledge = with_list(knowledge, Path(name).read_bytes(), Path(name).name)
    return knowledge
