"""What is refused before anything begins; real clients stand in tests/live/test_shield.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.said import Phonehome, refused

WRONG = {
    ("--rules", "none"): "none: neither a file nor a rule set phonehome knows "
    "(everything-third-party, everything, hardware-ids, usage)",
    ("--listen", "8080"): "--listen 8080: wanted is HOST:PORT, such as 0.0.0.0:8080",
    ("--wireguard", "--transparent"): "--wireguard and --transparent exclude each other",
    ("--owner", "none.toml"): "none.toml: No such file or directory",
    ("--log", "no/such/folder"): "no/such/folder: No such file or directory",
}


@pytest.mark.parametrize(("options", "sentence"), WRONG.items(), ids=lambda one: str(one)[:30])
def test_wrong_options_are_named(phonehome: Phonehome, tmp_path: Path, options: tuple[str, ...], sentence: str) -> None:
    key = tmp_path / "key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)
    assert phonehome("shield", "--key", key, *options) == refused(sentence)
