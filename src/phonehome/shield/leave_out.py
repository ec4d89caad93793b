"""Leaving a field out of what holds it: by the codec itself, and here of JSON, forms and protobuf messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from phonehome.decode import cbor, cookie, delimited, msgpack, multipart, xml
from phonehome.decode.form import pairs
from phonehome.decode.protobuf import varint
from phonehome.decode.tree import step
from phonehome.model import Field

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
Span = tuple[str, int, int]
LeaveOut = Callable[[bytes, Collection[str]], bytes | None]


def leave_out(codec: str, data: bytes, paths: Collection[str]) -> bytes | None:
    """The data of a codec without what stands at those paths; None where that cannot be."""
    take = WAYS.get(codec)
    return take(data, paths) if take else None


def holder(fields: list[Field], path: str) -> tuple[list[Field], str]:
    """What is left out instead of fields that are a layer as a whole: the field that was opened to them."""
    field, at = fields[0], path
    while at == "" and field.parent is not None:
        field = field.parent
        at = field.path
    return ([field], at) if at and (field.codec in WAYS or field.parent is None) else (fields, path)


def _json(data: bytes, paths: Collection[str]) -> bytes | None:
    wanted = [(start, end) for path, start, end in members(data) if path in paths]
    if not wanted:
        return None
    out, at = bytearray(), 0
    for start, end in sorted(wanted):
        if start < at:
            continue
        before = data[at:start]
        comma = re.match(rb"\s*,\s*", data[end:])
        if comma:
            out += before
            at = end + comma.end()
        else:
            out += before
            while out[-1:].isspace():
                out.pop()
            if out[-1:] == b",":
                out.pop()
            at = end
    return bytes(out + data[at:])


def members(data: bytes) -> Iterator[Span]:
    """Every member of every object and every element of every array: its path, and where it begins and ends."""
    walk = _Walk(data)
    walk.value("$")
    yield from walk.spans


class _Walk:
    """Reads JSON token by token."""

    def __init__(self, data: bytes) -> None:
        self.tokens = list(_TOKEN.finditer(data))
        self.at = 0
        self.spans: list[Span] = []

    def _next(self) -> bytes:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else b""

    def value(self, path: str) -> None:
        """Pass one value."""
        opening = self._next()
        self.at += 1
        if opening not in (b"{", b"["):
            return
        count, seen = 0, dict[str, int]()
        while self._next() not in (b"}", b"]", b""):
            if self._next() == b",":
                self.at += 1
                continue
            start, below = self.tokens[self.at].start(), f"{path}[{count}]"
            if opening == b"{":
                below = path + step(_named(self._next(), seen))
                self.at += 2
            self.value(below)
            self.spans.append((below, start, self.tokens[min(self.at, len(self.tokens)) - 1].end()))
            count += 1
        self.at += 1


def _named(token: bytes, seen: dict[str, int]) -> str:
    """A member's name; a repeated one as the codec numbers it."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), token[1:-1].decode("utf-8", "replace"))
    name = re.sub(r"\\(.)", r"\1", text)
    count = seen.get(name, 0)
    seen[name] = count + 1
    return f"{name}[{count}]" if count else name


def form(data: bytes, paths: Collection[str]) -> bytes:
    """A form or query without the pairs at those paths."""
    names = iter([path for path, _ in pairs(data)])
    kept = [piece for piece in data.split(b"&") if not piece.strip(b"\r\n") or next(names) not in paths]
    return b"&".join(kept)


def _protobuf(data: bytes, paths: Collection[str]) -> bytes | None:
    return _without(data, "", paths)


def _without(data: bytes, prefix: str, paths: Collection[str]) -> bytes:
    at, out, seen = 0, bytearray(), dict[int, int]()
    while at < len(data):
        start = at
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        count = seen.get(number, 0)
        seen[number] = count + 1
        path = f"{prefix}{number}[{count}]" if count else f"{prefix}{number}"
        size, at = _varint(data, at) if kind == 2 else (_size(data, at, kind), at)
        content = data[at : at + size]
        at += size
        if path in paths:
            continue
        if kind == 2 and any(one.startswith(f"{path}.") for one in paths):
            below = _without(content, f"{path}.", paths)
            out += varint(tag) + varint(len(below)) + below
        else:
            out += data[start:at]
    return bytes(out)


def _size(data: bytes, at: int, kind: int) -> int:
    return {1: 8, 5: 4}.get(kind) or _varint(data, at)[1] - at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while at < len(data):
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            break
    return value, at


WAYS: Mapping[str, LeaveOut] = MappingProxyType(
    {
        "json": _json,
        "form": form,
        "protobuf": _protobuf,
        "cbor": cbor.leaves_out,
        "cookie": cookie.leaves_out,
        "delimited": delimited.leaves_out,
        "msgpack": msgpack.leaves_out,
        "multipart": multipart.leaves_out,
        "xml": xml.leaves_out,
    }
)
