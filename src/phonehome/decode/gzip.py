"""gzip (RFC 1952), also cut short, damaged or with bytes after it; bounded so that a bomb cannot fill the machine."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts, numbered
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
_EXTRA = 4
# Texts in a member's head, in their order, and the flag that announces each.
_TEXTS = {"name": 8, "comment": 16}


def opens(data: bytes, room: int) -> Parts | None:
    """What all members expand to, the file names and comments in their heads, and the ``rest`` of the bytes."""
    if not data.startswith(_MAGIC) or data[3] & 0xE0:
        return None
    members: list[bytes] = []
    texts: list[tuple[str, Value]] = []
    end, whole = 0, True
    while whole and data.startswith(_MAGIC, end):
        texts += _texts(data, end)
        member = inflate(data, end, GZIP, room)
        end, whole, room = member.end, member.whole, room - len(member.data)
        members.append(member.data)
        if len(members) > _MOST_MEMBERS:
            raise Bounded(f"gzip has more than {_MOST_MEMBERS} members")
    expanded = b"".join(members)
    if not whole and not expanded:
        return None
    rest: Parts = [("rest", data[end:])] if end < len(data) else []
    return [("", expanded), *numbered(texts), *rest]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew under the same header, as one member; what other members are called, as empty ones."""
    return close(opens, data, changes, _write)


def _texts(data: bytes, start: int) -> Iterator[tuple[str, Value]]:
    flags, at = data[start + _FLAGS] if start + _FLAGS < len(data) else 0, start + _HEAD
    if flags & _EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for name, flag in _TEXTS.items():
        end = data.find(b"\x00", at) if flags & flag else -1
        if end > at:
            yield name, data[at:end].decode("latin-1")
        at = max(at, end + 1)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    head = data[:_FLAGS], data[_FLAGS + 1 : _HEAD]
    texts = [(path.partition("[")[0], value) for path, value in parts.items() if path not in {"", "rest"}]
    own = texts[: 1 + ([name for name, _ in texts[:2]] == list(_TEXTS))] if texts else []
    written = _member(head, own, bytes_of(parts[""]))
    others = b"".join(_member(head, [one], b"") for one in texts[len(own) :])
    return written + others + bytes_of(parts.get("rest", b""))


def _member(head: tuple[bytes, bytes], texts: list[tuple[str, Value]], content: bytes) -> bytes:
    flags = sum(_TEXTS[name] for name, _ in texts)
    told = b"".join(_latin(value) + b"\x00" for _, value in texts)
    return head[0] + bytes((flags,)) + head[1] + told + zlib.compress(content, wbits=GZIP)[_HEAD:]


def _latin(value: Value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
