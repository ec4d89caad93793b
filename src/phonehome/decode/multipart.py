"""multipart bodies (RFC 2046, section 5.1; form data: RFC 7578), their boundary found from the bytes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, numbered
from phonehome.model import Value

NAME = "multipart"
STARTS = b"-\r\n"
LEAST = 20
READS: Medium = "any"
SIGNS = b"\n"
KEEPS = 0

_OPENING = re.compile(rb"(?:\r?\n)?--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[A-Za-z-]+:|\r?\n)")
_NAME = re.compile(rb'[; ]name="?((?<!")[^";]*|(?:[^"\\]|\\.)*)', re.IGNORECASE)
_FILENAME = re.compile(rb'filename\*?=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))', re.IGNORECASE)
_LONGEST_HEAD = 8192
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """For each part its content under its name, its file name, and its other headers."""
    opening = _OPENING.match(data)
    if opening is None:
        return None
    delimiter = b"\n--" + opening[1]
    if data.count(delimiter) > MOST_PARTS // 10:
        raise Bounded(f"multipart has more than {MOST_PARTS // 10} parts")
    bodies = (b"\n" + data).split(delimiter)[1:]
    return numbered(part for i, body in enumerate(bodies) for part in _part(i, body)) or None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed contents and headers."""
    return close(opens, data, changes, _write)


def leaves_out(data: bytes, paths: Collection[str]) -> bytes | None:
    """Without the parts of those names, their headers included."""
    opening = _OPENING.match(data)
    if opening is None:
        return None
    delimiter = b"\n--" + opening[1]
    first, *bodies = (b"\n" + data).split(delimiter)
    told = [list(_part(i, body)) for i, body in enumerate(bodies)]
    names = iter([path for path, _ in numbered(part for parts in told for part in parts)])
    last = [[next(names) for _ in parts][-1:] for parts in told]  # the content stands last
    kept = [body for body, path in zip(bodies, last, strict=True) if not path or path[0] not in paths]
    is_all = len(bodies) - len(kept) == len(set(paths))
    return delimiter.join([first, *kept])[1:] if is_all else None


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    opening = _OPENING.match(data)
    if opening is None:
        return None
    values = iter(parts.values())
    first, *bodies = (b"\n" + data).split(b"\n--" + opening[1])
    new = [_rewritten(body, list(_part(i, body)), values) for i, body in enumerate(bodies)]
    return (b"\n--" + opening[1]).join([first, *new])[1:]


def _rewritten(body: bytes, parts: list[tuple[str, bytes]], values: Iterator[Value]) -> bytes:
    """Each old piece stands in the body once, in this order, the content last."""
    at = 0
    for _, old in parts:
        new, at = bytes_of(next(values)), body.find(old, at)
        body, at = body[:at] + new + body[at + len(old) :], at + len(new)
    return body


def _part(index: int, body: bytes) -> Iterator[tuple[str, bytes]]:
    """Headers end at the first empty line; a part cut within them has only headers."""
    if body.startswith(b"--") and len(body) <= 6 and not body.strip(b"-\r\n"):
        return
    head = body.lstrip(b" \t")
    end = _HEAD_END.search(head)
    name = str(index)
    for line in head[: end.start() if end else _LONGEST_HEAD][:_LONGEST_HEAD].splitlines():
        key, _, value = line.partition(b":")
        if key.lower() == b"content-disposition":
            name = _matched(_NAME, value) or name
            yield from ((f"{name} filename", part) for part in _filenames(value))
        elif line.strip():
            yield f"{name} {key.decode('utf-8', 'replace').lower()}", value.strip()
    if end:
        yield name, head[end.end() :].removesuffix(b"\r")


def _filenames(value: bytes) -> list[bytes]:
    return [quoted or bare for quoted, bare in _FILENAME.findall(value)]


def _matched(pattern: re.Pattern[bytes], value: bytes) -> str:
    match = pattern.search(value)
    return match[1].decode("utf-8", "replace") if match else ""
