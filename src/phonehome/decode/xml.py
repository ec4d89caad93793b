"""XML 1.0 flattened to XPath-like paths by expat; entities of one's own are refused, as they can grow without end."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from phonehome.decode.closing import bytes_of, close, splice
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, is_text
from phonehome.model import Value

NAME = "xml"
STARTS = b"<\xef\t\n\r "
LEAST = 7
READS: Medium = "any"
SIGNS = b"<"
KEEPS = 0

_LOOKS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml\s|!--|!DOCTYPE\s|[A-Za-z_])")
_DEEPEST = 200
_MOST_PATHS = 16 << 20


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each attribute and text; what a strict parser refuses, as most HTML, is not XML."""
    walk = _walked(data)
    return None if walk is None else [(path, value) for path, value, _, _ in walk.leaves] or None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same bytes but for the changed texts."""
    return close(opens, data, changes, _write)


def leaves_out(data: bytes, paths: Collection[str]) -> bytes | None:
    """Without those attributes, and those elements that hold a text and nothing else."""
    walk = _walked(data)
    if walk is None or not all(path in walk.spans for path in paths):
        return None
    new = splice(data, [(*walk.spans[path], b"") for path in paths])
    left = _walked(new)
    return new if left and _values(left) == [one[1] for one in walk.leaves if one[0] not in paths] else None


def _values(walk: _Walk) -> list[str]:
    return [value for _, value, _, _ in walk.leaves]


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    walk = _walked(data)
    if walk is None:
        return None
    changed = [(leaf, bytes_of(parts[leaf[0]]).decode("utf-8", "replace")) for leaf in walk.leaves]
    return splice(
        data,
        [
            (start, end, (quoteattr(new) if "@" in path else escape(new)).encode())
            for (path, old, start, end), new in changed
            if new != old
        ],
    )


def _walked(data: bytes) -> _Walk | None:
    if not _LOOKS.match(data) or not data.rstrip().endswith(b">"):
        return None
    walk = _Walk(data)
    try:
        walk.parser.Parse(data, True)  # noqa: FBT003
    except expat.ExpatError:
        return None
    return walk


class _Level:
    """An open element: its path, where it starts, how often each child and text occurred, and if it is but a text."""

    def __init__(self, path: str, start: int = 0, *, is_plain: bool = False) -> None:
        self.path = path
        self.start = start
        self.is_plain = is_plain
        self.seen: dict[str, int] = {}

    def child(self, name: str) -> str:
        count = self.seen.get(name, 0)
        self.seen[name] = count + 1
        return f"{self.path}/{name}[{count}]" if count else f"{self.path}/{name}"


class _Walk:
    """Collects texts and attributes with the stretches of data that write them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.leaves: list[tuple[str, str, int, int]] = []
        self.spans: dict[str, tuple[int, int]] = {}
        self.levels = [_Level("")]
        self.texts: list[str] = []
        self.start = -1
        self.paths = 0
        self.parser = expat.ParserCreate("utf-8" if is_text(data) else None)
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed
        self.parser.CharacterDataHandler = self._text
        self.parser.StartCdataSectionHandler = self._cdata
        self.parser.CommentHandler = self._comment
        self.parser.EntityDeclHandler = _refuse

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self.levels[-1].is_plain = False
        path = self.levels[-1].child(name)
        self.levels.append(_Level(path, self.parser.CurrentByteIndex, is_plain=not attributes))
        self.paths += len(path)
        if len(self.levels) > _DEEPEST:
            raise Bounded(f"xml nests deeper than {_DEEPEST}")
        if len(self.leaves) + len(attributes) > MOST_PARTS or self.paths > _MOST_PATHS:
            raise Bounded(f"xml holds more than {MOST_PARTS} values")
        at = self.parser.CurrentByteIndex
        for key, value in attributes.items():
            written = re.compile(rb"\s%b\s*=\s*(\"[^\"]*\"|'[^']*')" % re.escape(key.encode())).search(self.data, at)
            span = written.span(1) if written else (at, at)
            self.leaves.append((f"{path}/@{key}", value, *span))
            if written:
                self.spans[f"{path}/@{key}"] = written.span()

    def _closed(self, _name: str) -> None:
        self._flush()
        level = self.levels.pop()
        end = self.data.find(b">", self.parser.CurrentByteIndex) + 1
        if level.is_plain and len(self.levels) > 1 and end:
            self.spans[level.path] = level.start, end

    def _text(self, text: str) -> None:
        self._cdata()
        self.texts.append(text)

    def _cdata(self) -> None:
        if self.start < 0:
            self.start = self.parser.CurrentByteIndex

    def _comment(self, text: str) -> None:
        self._flush()
        self.levels[-1].is_plain = False
        if text.strip():
            path = self.levels[-1].child("comment()")
            at = self.parser.CurrentByteIndex
            self.leaves.append((path, text, at, at))

    def _flush(self) -> None:
        """A text ends where the next tag begins."""
        text, start = "".join(self.texts), self.start
        self.texts, self.start = [], -1
        if text.strip():
            level = self.levels[-1]
            count = level.seen.get("text()", 0)
            level.seen["text()"] = count + 1
            path = f"{level.path}/text()[{count}]" if count else level.path
            self.leaves.append((path, text, start, self.parser.CurrentByteIndex))


def _refuse(*_declaration: object) -> None:
    raise Bounded("xml declares entities of its own")
