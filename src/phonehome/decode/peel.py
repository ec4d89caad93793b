"""Open every layer of a value in any order, within bounds, until only text, numbers and opaque bytes are left."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence

from phonehome.decode.codec import Bounded, Bounds, Codec, Parts, Sealed, Whole, is_text, text_of
from phonehome.model import Field, Value

UNOPENED = "no codec opens it"
# HTTP's Basic credentials (RFC 7617) may be shorter than other runs.
CREDENTIALS = "Basic "
SHORT, LONG = 64, 1024
MOST_CLOSED = 1 << 16

_RUN = f"{string.ascii_letters}{string.digits}+/_-".encode()
_LETTER, _BETWEEN = b"a", b" "
_PLAIN = _LETTER + _BETWEEN
_LONG_RUN = 16 * _LETTER
_CREDENTIALS = CREDENTIALS.encode()

# Numbers and UUIDs that are no hexadecimal text: each codec would refuse them, but only after a look of its own.
CLOSED = re.compile(r"[0125789]\d{5,14}|\d{7}(?:\d\d){0,4}|[0-9a-f]++(?:-[0-9a-f]++)++", re.ASCII)

Table = tuple[tuple[Codec, ...], ...]
Look = tuple[bytes, frozenset[int], bool]


class Codecs:
    """The codecs, strictest first, looked up by the first byte and the look of what they open.

    Most values are short words and sentences: ``is_plain`` knows those that no codec can open. A text's look is told
    by two translations, not by a regular expression: on a long text that is ten times as fast.
    """

    def __init__(self, codecs: Sequence[Codec]) -> None:
        texts = [codec for codec in codecs if codec.READS != "bytes"]
        runs = [codec for codec in texts if not codec.SIGNS]
        self.text = _by_first_byte(texts)
        whole = [codec for codec in runs if isinstance(codec, Whole)]
        self.runs = _by_first_byte(whole)
        self._beside = {id(codec): frozenset(codec.BESIDE) for codec in whole}
        self.bytes = _by_first_byte([codec for codec in codecs if codec.READS != "text"])
        told = {sign for codec in texts for sign in codec.SIGNS}
        self._kinds = bytes(map(_kind_of(told), range(256)))
        self._least = min((codec.LEAST for codec in runs), default=1)
        self.closed: set[str] = set()
        self._looks: dict[Look, tuple[Codec, ...]] = {}

    def is_plain(self, text: str) -> bool:
        """No codec can open the text, by its look or because they were all asked before."""
        if text in self.closed:
            return True
        if not text.isascii():
            return False
        kinds = text.encode().translate(self._kinds)
        if kinds.translate(None, _PLAIN):
            return False
        if _BETWEEN not in kinds and len(text) >= self._least:
            return CLOSED.fullmatch(text) is not None
        if _LONG_RUN in kinds or text.startswith(CREDENTIALS):
            return False
        self.close(text)
        return True

    def of_text(self, data: bytes) -> tuple[Codec, ...]:
        """The codecs that may open a text, by its first byte, what stands beside letters, and whether it has a run."""
        if len(data) > LONG:
            return self.text[data[0]]
        beside = data.translate(None, _RUN)
        if not beside and data:
            return self.runs[data[0]]
        has_run = _LONG_RUN in data.translate(self._kinds) or not data.isascii() or _CREDENTIALS in data
        is_padded = not beside.strip(b"=") and 0 < data.find(b"=") == len(data) - len(beside)
        look = data[:1], frozenset(beside), has_run or is_padded
        codecs = self._looks.get(look)
        return self._narrow(look) if codecs is None else codecs

    def _narrow(self, look: Look) -> tuple[Codec, ...]:
        first, beside, has_run = look
        asked = self.text[first[0]] if first else ()
        codecs = tuple(codec for codec in asked if self._may_open(codec, beside, has_run=has_run))
        if len(self._looks) >= MOST_CLOSED:
            self._looks.clear()
        self._looks[look] = codecs
        return codecs

    def _may_open(self, codec: Codec, beside: frozenset[int], *, has_run: bool) -> bool:
        if codec.SIGNS:
            return not beside.isdisjoint(codec.SIGNS)
        return has_run and (id(codec) not in self._beside or beside <= self._beside[id(codec)])

    def close(self, text: str) -> None:
        """Remember a short text that nothing opens: the same names and versions come with every request."""
        if len(text) <= SHORT:
            if len(self.closed) >= MOST_CLOSED:
                self.closed.clear()
            self.closed.add(text)


def _kind_of(signs: set[int]) -> Callable[[int], int]:
    """A byte as a letter of a run, as one between runs, or as itself: a sign, a control character, no ASCII."""

    def kind(byte: int) -> int:
        if byte in _RUN:
            return _LETTER[0]
        return byte if byte in signs or byte < ord(" ") or byte >= 0x80 else _BETWEEN[0]

    return kind


class Peel:
    """One value's way down: collects the leaves in ``fields`` while its room shrinks."""

    def __init__(self, codecs: Codecs, bounds: Bounds, unopened: str = UNOPENED) -> None:
        self.codecs = codecs
        self.bounds = bounds
        self.unopened = unopened
        self.fields: list[Field] = []
        self.room = bounds.room

    def open(self, field: Field, depth: int = 1) -> float:
        """Add the leaves of ``field``; returns how many of its bytes stay opaque."""
        value = field.value
        if isinstance(value, str):
            return 0.0 if self._is_word(field, value) else self._open_text(field, value, depth)
        if isinstance(value, bytes):
            lost = self._open_bytes(field, value, depth)
            return self._leaf(field, value) if lost is None else lost
        self.fields.append(field)
        return 0.0

    def _is_word(self, field: Field, value: str) -> bool:
        """Add most texts without asking anyone."""
        is_plain = self.codecs.is_plain(value)
        if is_plain:
            self.fields.append(field)
        return is_plain

    def _open_text(self, field: Field, value: str, depth: int) -> float:
        data = value.encode("utf-8", "surrogatepass")
        lost = self._ask_latin(field, value, depth) if not value.isprintable() and not is_text(data) else None
        if lost is None:
            lost = self._ask(field, data, self.codecs.of_text(data), depth)
        if lost is not None:
            return lost
        self.codecs.close(value)
        self.fields.append(field)
        return 0.0

    def _open_bytes(self, field: Field, data: bytes, depth: int) -> float | None:
        """``None`` for bytes that are no text and that no codec opens."""
        text = is_text(data)
        if text and data.isascii() and self.codecs.is_plain(data.decode()):
            return self._leaf(field, data)
        lost = self._ask(field, data, self.codecs.of_text(data), depth) if text else None
        # A line feed is also the first tag of a protobuf message.
        if lost is None and (not text or (data[:1] == b"\n" and not data.isspace())):
            lost = self._ask(field, data, self.codecs.bytes[data[0]], depth)
        return self._leaf(field, data) if text and lost is None else lost

    def _ask_latin(self, field: Field, value: str, depth: int) -> float | None:
        """Bytes that were written one character each, as some clients put compressed data into JSON."""
        try:
            data = value.encode("latin-1")
        except UnicodeEncodeError:
            return None
        return self._ask(field, data, self.codecs.bytes[data[0]], depth)

    def _ask(self, field: Field, data: bytes, codecs: tuple[Codec, ...], depth: int) -> float | None:
        """Hand the data to the codecs that may open it; ``None`` when none does."""
        size, room = len(data), self.room
        for codec in codecs:
            if size < codec.LEAST:
                continue
            try:
                parts = codec.opens(data, room)
                if parts is not None:
                    self._pay(parts, data)
            except Bounded as bound:
                return self._opaque(field, data, str(bound))
            if parts is None:
                continue
            lost = self._through(codec, parts, field, depth)
            if lost is not None:
                return lost
        return None

    def _through(self, codec: Codec, parts: Parts, field: Field, depth: int) -> float | None:
        if depth >= self.bounds.depth:
            return self._opaque(field, _bytes(field.value), f"past depth {self.bounds.depth}")
        if codec.KEEPS:
            return self._guess(codec, parts, field, depth)
        return self._children(codec, parts, field, depth)

    def _pay(self, parts: Parts, data: bytes) -> None:
        """Every opened byte and every byte read for it is counted, also where a guess is taken back."""
        first = parts[0][1] if parts else b""
        self.room -= len(data) + (len(first) if isinstance(first, bytes) else 0)
        if self.room < 0:
            raise Bounded(f"the exchange expands past {self.bounds.room} bytes")

    def _children(self, codec: Codec, parts: Parts, field: Field, depth: int) -> float:
        """Most parts are words met before or numbers: they cost no call but that which makes the field."""
        name, fields, codecs, most = codec.NAME, self.fields, self.codecs, self.bounds.fields
        closed, is_plain = codecs.closed, codecs.is_plain
        lost = 0.0
        for i, (path, value) in enumerate(parts):
            if len(fields) >= most:
                return self._share(field, parts, lost + self._full(field, parts[i:]))
            child = Field(name, path, value, field)
            if isinstance(value, str):
                if value in closed or is_plain(value) or isinstance(value, Sealed):
                    fields.append(child)
                else:
                    lost += self._open_text(child, value, depth + 1)
            elif isinstance(value, bytes):
                lost += self.open(child, depth + 1)
            else:
                fields.append(child)
        return self._share(field, parts, lost)

    def _guess(self, codec: Codec, parts: Parts, field: Field, depth: int) -> float | None:
        """Keep only the parts that are text or open further; the guess was wrong when there are none."""
        before, lost = len(self.fields), 0.0
        is_long = _length(field.value) > codec.KEEPS
        if codec.READS == "text" and not is_long:
            self._leaf(field, _bytes(field.value))
        first = len(self.fields)
        for i, (path, value) in enumerate(parts):
            if len(self.fields) >= self.bounds.fields:
                return self._share(field, parts, lost + self._full(field, parts[i:]))
            child = Field(codec.NAME, path, value, field)
            if isinstance(value, bytes):
                lost += self._open_bytes(child, value, depth + 1) or 0.0
            else:
                lost += self.open(child, depth + 1)
        if len(self.fields) > first:
            return self._share(field, parts, lost)
        del self.fields[before:]
        return self._blob(codec, parts, field) if codec.READS == "text" and is_long else None

    def _blob(self, codec: Codec, parts: Parts, field: Field) -> float:
        """A text too long to be a chance find stays a text, and what it wraps is shown as not understood."""
        lost = self._leaf(field, _bytes(field.value))
        for path, value in parts:
            lost += self._opaque(Field(codec.NAME, path, value, field), _bytes(value), self.unopened)
        return self._share(field, parts, lost)

    def _full(self, field: Field, left: Parts) -> int:
        self._opaque(field, _bytes(field.value), f"past {self.bounds.fields} fields")
        return _size(left)

    def _share(self, field: Field, parts: Parts, lost: float) -> float:
        """A wrapper is understood as far as its parts are, weighted by their sizes."""
        return _length(field.value) * min(1.0, lost / max(1, _size(parts))) if lost else 0.0

    def _leaf(self, field: Field, data: bytes) -> float:
        if isinstance(field.value, str):
            self.fields.append(field)
            return 0.0
        text = text_of(data)
        if text is None:
            return self._opaque(field, data, self.unopened)
        self.fields.append(Field(field.codec, field.path, text, field.parent))
        return 0.0

    def _opaque(self, field: Field, data: bytes, reason: str) -> float:
        self.fields.append(Field(field.codec, field.path, data, field.parent, reason))
        return float(_length(field.value))


def _by_first_byte(codecs: Sequence[Codec]) -> Table:
    return tuple(tuple(codec for codec in codecs if byte in codec.STARTS) for byte in range(256))


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def _length(value: Value) -> int:
    return len(value) if isinstance(value, (str, bytes)) else 8


def _size(parts: Parts) -> int:
    return sum(_length(value) for _, value in parts)
