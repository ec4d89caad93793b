"""The group of commands."""

from __future__ import annotations

from cli.said import Phonehome
from phonehome.cli.telemetry import COMMANDS


def test_help_names_every_command(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "--help")
    named = tuple(name for name in COMMANDS if f"\n  {name} " in said.out)
    assert (said.code, named) == (0, COMMANDS)
