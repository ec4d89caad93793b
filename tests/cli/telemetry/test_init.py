from __future__ import annotations

from cli.said import Phonehome
from phonehome.cli.telemetry import COMMANDS


def test_every_command_is_listed(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "--help")
    assert said.code == 0
    assert all(f"\n  {name} " in said.out for name in COMMANDS)
