"""Capture bytes to exchanges: one file a format, recognised by content, the strictest asked first."""

from __future__ import annotations

from phonehome.read import burp, flows, har, jsonl, recording, zap
from phonehome.read.compressed import Compressed
from phonehome.read.reader import Reader

PLAIN: tuple[Reader, ...] = (
    flows,
    burp,
    zap,
    jsonl,
    har,
    recording,
)
READERS: tuple[Reader, ...] = (*PLAIN, Compressed(PLAIN))


def reader_of(head: bytes) -> Reader:
    """The reader for a capture that begins with ``head``: its first 64 KiB, or all of it.

    Raises ValueError when no format claims it.
    """
    for reader in READERS:
        if reader.recognises(head):
            return reader
    formats = ", ".join(reader.NAME for reader in READERS)
    raise ValueError(f"not a capture phonehome can read ({formats})")
