"""Tables of one kind that come along, by name, or a file of one's own in their place."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def bundled(folder: str) -> dict[str, Traversable]:
    """The tables in a folder of knowledge, by name."""
    own = files("phonehome.knowledge") / folder
    found = sorted((file for file in own.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): file for file in found}


def find(name: str, folder: str, what: str) -> Traversable:
    """The table of that name, or that file; ValueError when there is none. ``what`` is one of them called."""
    own = bundled(folder)
    if name in own:
        return own[name]
    file = Path(name)
    if not file.is_file():
        raise ValueError(f"{name}: neither a file nor a {what} phonehome knows ({', '.join(own)})")
    return file
