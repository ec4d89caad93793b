"""Lines that are each a JSON value (NDJSON, JSON Lines) or each a query string."""

from __future__ import annotations

from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts
from phonehome.decode.form import is_form
from phonehome.model import Value

NAME = "lines"
STARTS = b"{[ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
LEAST = 7
READS: Medium = "text"
SIGNS = b"\n"
KEEPS = 0

_LONGEST_NAME = 40


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each line that is not empty."""
    if b"\n" not in data or not _is_line(data[: data.index(b"\n")].strip()):
        return None
    if data.count(b"\n") > MOST_PARTS:
        raise Bounded(f"more than {MOST_PARTS} lines")
    lines = [line for line in map(bytes.strip, data.split(b"\n")) if line]
    if len(lines) < 2 or not all(map(_is_line, lines)):
        return None
    return [(f"[{i}]", line) for i, line in enumerate(lines)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed lines; the white space around each stays."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    new = map(bytes_of, parts.values())
    return b"\n".join(_replaced(line, next(new)) if line.strip() else line for line in data.split(b"\n"))


def _replaced(line: bytes, new: bytes) -> bytes:
    start = len(line) - len(line.lstrip())
    return line[:start] + new + line[len(line.rstrip()) :]


def _is_line(line: bytes) -> bool:
    if line[:1] in (b"{", b"["):
        return line[-1:] == (b"}" if line[:1] == b"{" else b"]")
    # Line feeds also break long base64 inside a form: then a line does not hold several named pairs.
    return b"&" in line and 0 < line.find(b"=") <= _LONGEST_NAME and is_form(line)
