"""Capture bytes to exchanges: one file a format, recognised by content."""

from __future__ import annotations

from phonehome.read import har
from phonehome.read.reader import Reader

READERS: tuple[Reader, ...] = (har,)


def reader_of(head: bytes) -> Reader:
    """The reader for a capture that begins with ``head``: its first 64 KiB, or all of it.

    Raises ValueError when no format claims it.
    """
    for reader in READERS:
        if reader.recognises(head):
            return reader
    formats = ", ".join(reader.NAME for reader in READERS)
    raise ValueError(f"not a capture phonehome can read ({formats})")
