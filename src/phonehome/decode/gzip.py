"""gzip (RFC 1952), also cut short, damaged or with bytes after it; bounded so that a bomb cannot fill the machine."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.decode.inflate import GZIP, inflate
from phonehome.model import Value

NAME = "gzip"
STARTS = b"\x1f"
LEAST = 11
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_MAGIC = b"\x1f\x8b\x08"
_MOST_MEMBERS = 10_000
_FLAGS, _HEAD = 3, 10


def opens(data: bytes, room: int) -> Parts | None:
    """One part with what all members expand to, and the ``rest`` where bytes are left over."""
    if not data.startswith(_MAGIC) or data[3] & 0xE0:
        return None
    members: list[bytes] = []
    end, whole = 0, True
    while whole and data.startswith(_MAGIC, end):
        member = inflate(data, end, GZIP, room)
        end, whole, room = member.end, member.whole, room - len(member.data)
        members.append(member.data)
        if len(members) > _MOST_MEMBERS:
            raise Bounded(f"gzip has more than {_MOST_MEMBERS} members")
    expanded = b"".join(members)
    if not whole and not expanded:
        return None
    return [("", expanded), ("rest", data[end:])] if end < len(data) else [("", expanded)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew under the same header, as one member."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    packed = zlib.compress(bytes_of(parts[""]), wbits=GZIP)
    return data[:_FLAGS] + b"\x00" + data[_FLAGS + 1 : _HEAD] + packed[_HEAD:] + bytes_of(parts.get("rest", b""))
