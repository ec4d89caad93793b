"""JSON Web Tokens (RFC 7519) in compact form (RFC 7515, section 7.1), also after ``Bearer``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phonehome.decode.base64 import decode
from phonehome.decode.codec import Medium, Parts, Sealed
from phonehome.model import Value

NAME = "jwt"
STARTS = b"eB"
LEAST = 20
READS: Medium = "text"
SIGNS = b""
BESIDE = b". "
KEEPS = 0

_WHOLE = re.compile(rb"(?:Bearer )?(eyJ[\w-]{8,}+)\.([\w-]*+)\.([\w-]*+)(?:\.[\w-]*+\.[\w-]*+)?")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """Header and payload as JSON; what is signature or ciphertext is understood as such and not opened."""
    match = _WHOLE.fullmatch(data)
    header = match and decode(match[1])
    if not match or not header or b'"alg"' not in header:
        return None
    payload = decode(match[2])
    if payload is None or match[0].count(b".") > 2:
        return [("header", header), ("sealed", Sealed(data[match.end(1) + 1 :].decode()))]
    signature: Parts = [("signature", Sealed(match[3].decode()))] if match[3] else []
    return [("header", header), ("payload", payload), *signature]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """A signature holds for one header and payload only: nothing can be changed."""
    return None if changes else data
