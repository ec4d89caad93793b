"""The key of the shield's pseudonyms: 32 random bytes in a file that its user alone can read."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path

import click

SIZE = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def key_of(name: str | None) -> bytes:
    """The key of a file, or of the user's own, which is made on first use; ValueError for one that is none or open."""
    file = Path(name) if name else Path(click.get_app_dir("phonehome")) / "shield.key"
    if not file.exists():
        return _made(file)
    if sys.platform != "win32" and stat.S_IMODE(file.stat().st_mode) & _OTHERS:
        raise ValueError(f"{file}: others can read this key; chmod 600 it, or make a new one")
    key = file.read_bytes()
    if len(key) != SIZE:
        raise ValueError(f"{file}: a key has {SIZE} bytes, not {len(key):,}")
    return key


def _made(file: Path) -> bytes:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_bytes(SIZE)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(key)
    click.echo(f"made a key for pseudonyms: {file} (with it they stay the same; keep it to yourself)", err=True)
    return key
