"""Paths inside a payload: the name of a field, the record it stands in, the place without array indexes."""

from __future__ import annotations

import re
from functools import lru_cache

_LAST = re.compile(r"""(?:^|[.\s>])([^.\[\]\s>]+)(?:\[\d*\])*$|\["([^"]+)"\](?:\[\d*\])*$""")
_RECORD = re.compile(r"^(.*?)(?:\.[^.\[\]]+|\[\"[^\"]*\"\])(?:\[\d*\])*$", re.DOTALL)
_INDEX = re.compile(r"\[\d+\]")


@lru_cache(maxsize=1 << 16)
def general(path: str) -> str:
    """A path with its array indexes left out, so that places in two messages can be compared."""
    return _INDEX.sub("[]", path)


@lru_cache(maxsize=1 << 16)
def last_name(path: str) -> str:
    """The name of a field within its path: ``imei`` of ``$.dl[0].imei``, ``uid`` of ``uid[1]``."""
    tail = path.rpartition(".")[2]
    if tail.isidentifier():  # most are, and a search takes twenty times as long
        return tail
    match = _LAST.search(path)
    return (match[1] or match[2]) if match else ""


@lru_cache(maxsize=1 << 16)
def record_of(path: str) -> str:
    """The path of the record that a field stands in: ``$.dl[0]`` of ``$.dl[0].imei``."""
    match = _RECORD.match(path)
    return match[1] if match else ""


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """A name in lower case without separators."""
    return "".join(char for char in name.lower() if char.isalnum())
