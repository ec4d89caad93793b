"""Bytes as a Java client of 2017 writes them: compact JSON, gzip (RFC 1952) and base64 in lines (RFC 2045).

gzip has the header of ``java.util.zip.GZIPOutputStream``: no time, no system, so the bytes are those of deflate alone.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping, Sequence

import msgspec

Json = str | int | float | Sequence["Json"] | Mapping[str, "Json"]

GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00"


def json(value: Json) -> bytes:
    """JSON without white space, keys in the order given."""
    return msgspec.json.encode(value)


def gzip(data: bytes) -> bytes:
    """One gzip member without time stamp."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(data) + deflate.flush()
    return GZIP_HEADER + packed + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFF_FFFF)


def base64_lines(data: bytes) -> bytes:
    """Base64 with a line feed after every 76 characters and at the end (Android's ``Base64.DEFAULT``)."""
    return base64.encodebytes(data)
