"""Bytes as a Java client writes them: compact JSON, gzip (RFC 1952), base64 in lines (RFC 2045), zip and forms.

gzip has the header of ``java.util.zip.GZIPOutputStream``: no time, no system, so the bytes are those of deflate alone.
"""

from __future__ import annotations

import base64
import io
import struct
import zipfile
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


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of deflated files (PKWARE APPNOTE 6.3), all dated to the format's first day."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def multipart(boundary: str, texts: Mapping[str, str], file: tuple[str, str, bytes]) -> bytes:
    """A form (RFC 7578) of texts and one file, given by its field name, file name and contents."""
    field, name, data = file
    parts = [(f'form-data; name="{key}"', value.encode()) for key, value in texts.items()]
    parts.append((f'form-data; name="{field}"; filename="{name}"\r\nContent-Type: application/octet-stream', data))
    head = f"--{boundary}\r\nContent-Disposition: "
    written = b"".join(f"{head}{about}\r\n\r\n".encode() + value + b"\r\n" for about, value in parts)
    return written + f"--{boundary}--\r\n".encode()
