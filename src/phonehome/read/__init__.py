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


def reader_of(head: bytes, *more: Reader) -> Reader:
    """The reader for a capture that begins with ``head``: its first 64 KiB, or all of it.

    ``more`` are readers that need a program of their own, which a door has. Raises ValueError when no format claims it.
    """
    readers = (*PLAIN, *more, Compressed((*PLAIN, *more))) if more else READERS
    for reader in readers:
        if reader.recognises(head):
            return reader
    formats = ", ".join(reader.NAME for reader in readers)
    raise ValueError(f"not a capture phonehome can read ({formats})")
