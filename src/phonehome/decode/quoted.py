"""quoted-printable (RFC 2045, section 6.7), by the escapes that its encoders write and no one else."""

from __future__ import annotations

import quopri
import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts, is_text
from phonehome.model import Value

NAME = "quoted-printable"
STARTS = bytes(range(0x20, 0x7F))
LEAST = 6
READS: Medium = "text"
SIGNS = b"="
KEEPS = 256

_STRAY = re.compile(rb"=(?![0-9A-F]{2}|\r?\n)")
_SURE = re.compile(rb"=3D|=C[2-9A-F]=[89AB][0-9A-F]|=[DEF][0-9A-F]=[89AB][0-9A-F]|=\r?\n(?!$)")
# An encoder leaves printable characters as they are, so =41 is somebody else's.
_NEEDLESS = re.compile(rb"=(?:2[1-9A-F]|3[0-9ABCEF]|[4-6][0-9A-F]|7[0-9A-E])")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part with the decoded text: no stray equals sign, no needless escape, and one that leaves no doubt."""
    if b"=" not in data or not _SURE.search(data) or _STRAY.search(data) or _NEEDLESS.search(data):
        return None
    decoded = quopri.decodestring(data)
    return [("", decoded)] if is_text(decoded) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Encoded anew, with soft line breaks where RFC 2045 wants them."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    encoded = quopri.encodestring(bytes_of(parts[""]))
    return encoded.replace(b"\n", b"\r\n") if b"\r\n" in data else encoded
