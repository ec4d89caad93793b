from __future__ import annotations

import subprocess
import sys

import click
import pytest

from phonehome.cli import COMMANDS, phonehome
from phonehome.cli.lazy import below

LOADED = """
import sys
from phonehome.cli import run
run({arguments!r})
print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
HEAVY = ("duckdb", "jinja2", "numpy", "pyarrow", "scipy")


def test_commands_are_found_by_name_and_nothing_else_is() -> None:
    here = click.Context(phonehome)
    assert phonehome.list_commands(here) == list(COMMANDS)
    assert [command.name for command in phonehome.all().values()] == list(COMMANDS)
    assert phonehome.get_command(here, "lazy") is None


def test_below_a_group_stand_its_commands() -> None:
    groups = {name: list(below(command)) for name, command in phonehome.all().items() if below(command)}
    assert groups["adapter"] == ["list", "test"]
    assert "serve" in groups["telemetry"]
    assert sorted(groups) == ["adapter", "telemetry"]


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [(["--version"], []), (["simulate", "--help"], []), (["telemetry", "serve", "--help"], [])],
    ids=lambda one: " ".join(one) if one else "",
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], needed: list[str]) -> None:
    script = LOADED.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stderr.strip() == str(needed)
