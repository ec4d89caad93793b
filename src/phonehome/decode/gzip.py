"""gzip (RFC 1952), also cut short, damaged or with bytes after it; bounded so that a bomb cannot fill the machine."""

from __future__ import annotations

from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.decode.inflate import GZIP, inflate

NAME = "gzip"
STARTS = b"\x1f"
LEAST = 11
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_MAGIC = b"\x1f\x8b\x08"
_MOST_MEMBERS = 10_000


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
