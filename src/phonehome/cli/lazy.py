"""Groups of commands of which only the one that is asked for is loaded: each stands in a file of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

import click


class Lazy(click.Group):
    """A group whose commands stand in files of a package, each under its own name."""

    package = ""
    names: Sequence[str] = ()

    def list_commands(self, _: click.Context) -> list[str]:
        """The names, without loading anything."""
        return list(self.names)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """One command; None where the package has none of that name."""
        return self._load(cmd_name) if cmd_name in self.names else None

    def all(self) -> dict[str, click.Command]:
        """Every command by its name, for what must know them all."""
        return {name: self._load(name) for name in self.names}

    def _load(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f"{self.package}.{name}"), name)
        return command


def below(command: click.Command) -> Mapping[str, click.Command]:
    """The commands of a group, each loaded; none of any other command."""
    match command:
        case Lazy():
            return command.all()
        case click.Group():
            return command.commands
    return {}


def group_of(package: str, names: Sequence[str]) -> type[Lazy]:
    """A class of groups with these commands."""
    return type("Lazy", (Lazy,), {"package": package, "names": names})
