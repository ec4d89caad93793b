"""The bundled knowledge tables as one `Knowledge` value.

TOML is slow to parse. Beside the tables stands what they say in packed form, with the digest of the tables that it was
made from: while the digest holds, the packed form is read instead.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
import zstandard
from msgspec import Struct

from phonehome.knowledge.schema import Knowledge
from phonehome.knowledge.tables import files_of, read_tables

PACKED = "packed.msgpack.zst"


class Packed(Struct, frozen=True):
    """All tables, and the digest of the files they were read from."""

    digest: bytes
    knowledge: Knowledge


@cache
def load() -> Knowledge:
    """The bundled tables."""
    return read(files("phonehome.knowledge"))


def read(folder: Traversable) -> Knowledge:
    """All tables of a folder, by their packed form where that is of these tables.

    Raises ValueError for a table that is no TOML, has an unknown key, a wrong type or an unknown kind.
    """
    packed = folder / PACKED
    if packed.is_file():
        found = _unpacked(packed.read_bytes())
        if found and found.digest == digest(folder):
            return found.knowledge
    return read_tables(folder)


def pack(folder: Traversable) -> bytes:
    """The packed form of a folder's tables."""
    packed = Packed(digest(folder), read_tables(folder))
    return zstandard.ZstdCompressor(19).compress(msgspec.msgpack.encode(packed))


def digest(folder: Traversable) -> bytes:
    """SHA-256 of all tables with their names, and of the schema that they are read by."""
    total = hashlib.sha256()
    for file in (folder / "schema.py", *files_of(folder)):
        data = file.read_bytes()
        total.update(f"{file.name} {len(data)}\n".encode() + data)
    return total.digest()


def _unpacked(data: bytes) -> Packed | None:
    """None for a packed form of another version of phonehome."""
    try:
        return msgspec.msgpack.decode(zstandard.decompress(data), type=Packed)
    except (msgspec.DecodeError, zstandard.ZstdError):
        return None
