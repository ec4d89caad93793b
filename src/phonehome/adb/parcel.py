"""The answers of Android's ``service call``: a hex dump of a Parcel, in which a text is counted and UTF-16LE."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"^\s*(?:0x[0-9a-f]{8}:\s)?((?:[0-9a-f]{8}\s)+)\s*'", re.MULTILINE)
_NULL = 0xFFFFFFFF


def texts(dump: str) -> Iterator[str]:
    """The text of each answer that is one; an exception and a null are none."""
    for words in _answers(dump):
        if len(words) > 2 and words[0] == 0 and words[1] != _NULL:
            data = b"".join(word.to_bytes(4, "little") for word in words[2:])
            yield data[: 2 * words[1]].decode("utf-16-le", "replace")


def is_refused(dump: str) -> bool:
    """Whether one of the answers is an exception, such as of a caller without permission."""
    return any(words and words[0] != 0 for words in _answers(dump))


def _answers(dump: str) -> Iterator[list[int]]:
    for answer in dump.split("Result: Parcel(")[1:]:
        yield [int(word, 16) for line in _LINE.findall(answer) for word in line.split()]
