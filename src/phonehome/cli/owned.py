"""Opens --owner for the commands that look for its values."""

from __future__ import annotations

from pathlib import Path

from phonehome.cli.command import open_input
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Owner
from phonehome.owner import parse


def read_owner(name: str | None, knowledge: Knowledge) -> Owner:
    """The owner of a file, an empty one without; ValueError says what is wrong with which file."""
    if name is None:
        return Owner()
    with open_input(name) as file:
        text = file.read()
    try:
        return parse(text, knowledge)
    except ValueError as error:
        raise ValueError(f"{Path(name).name}: {str(error).removeprefix('owner.toml: ')}") from None
