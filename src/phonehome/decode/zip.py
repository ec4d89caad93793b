"""Members of ZIP archives (PKWARE APPNOTE 6.3), also ZIP64, with data descriptors, or cut short; nothing is written."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, numbered
from phonehome.decode.inflate import RAW, inflate
from phonehome.model import Value

NAME = "zip"
STARTS = b"P"
LEAST = 22
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_MAGIC = b"PK\x03\x04"
_LOCAL = struct.Struct("<4x2xHH8xIIHH")
_ENCRYPTED, _STORED, _DEFLATED = 1, 0, 8
_MOST_MEMBERS = MOST_PARTS // 10
_BAD = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, LookupError, OSError, struct.error)


def opens(data: bytes, room: int) -> Parts | None:
    """A part for each member by its name; encrypted and oddly packed ones stay as they are."""
    if not data.startswith(_MAGIC):
        return None
    if data.count(_MAGIC) > _MOST_MEMBERS:
        raise Bounded(f"zip has more than {_MOST_MEMBERS} members")
    try:
        return numbered(_members(data, room))
    except _BAD:
        return numbered(_walked(data, room)) or None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same members with their dates and ways of packing; a cut archive stays as it is."""
    return close(opens, data, changes, _write)


def _members(data: bytes, room: int) -> Iterator[tuple[str, Value]]:
    """By the central directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            content = _content(archive, member, room)
            room -= len(content)
            yield member.filename, content


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    if member.flag_bits & _ENCRYPTED or member.compress_type not in (_STORED, _DEFLATED):
        raise NotImplementedError
    with archive.open(member) as stream:
        content = stream.read(room + 1)
    if len(content) > room:
        raise Bounded(f"zip expands past {room} bytes")
    return content


def _walked(data: bytes, room: int) -> Iterator[tuple[str, Value]]:
    """Member by member from the beginning, as far as it goes."""
    at = 0
    while data.startswith(_MAGIC, at) and at + 30 <= len(data):
        flags, method, packed, _, name_size, extra_size = _LOCAL.unpack_from(data, at)
        start = at + 30 + name_size + extra_size
        name = data[at + 30 : at + 30 + name_size].decode("utf-8", "replace")
        if method == _DEFLATED and not flags & _ENCRYPTED:
            stream = inflate(data, start, RAW, room)
            content, end = stream.data, stream.end
        else:
            end = start + packed if packed else _next(data, start)
            content = data[start:end]
        room -= len(content)
        if content and name:
            yield name, content
        at = _next(data, end)


def _next(data: bytes, at: int) -> int:
    """Where the next member begins, or the data ends."""
    found = data.find(_MAGIC, at)
    return found if found >= 0 else len(data)


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for member in old.infolist():
                content = parts.get(member.filename)
                new.writestr(member, b"" if content is None else bytes_of(content), member.compress_type)
    except _BAD:
        return None
    return out.getvalue()
