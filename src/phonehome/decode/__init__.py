"""An exchange's request opened layer by layer: every text and number it holds, and what nothing opens.

A codec is one file here and one name in ``CODECS``: the bytes decide, the strictest codec is asked first.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from phonehome.decode import (
    ascii85,
    base32,
    base64,
    binary,
    brotli,
    cbor,
    chs,
    cookie,
    deflate,
    delimited,
    entities,
    envelope,
    form,
    grpc,
    grpc_web,
    gzip,
    hex,  # noqa: A004 - the codec is called so
    json,
    jwt,
    lines,
    lz4,
    lzstring,
    msgpack,
    multipart,
    percent,
    plist,
    protobuf,
    quoted,
    records,
    request,
    runs,
    snappy,
    url,
    utf16,
    xml,
    zip,  # noqa: A004 - same
    zlib,
    zstd,
)
from phonehome.decode.codec import Bounds, Codec, Decoded
from phonehome.decode.encrypted import Key, codec
from phonehome.decode.peel import UNOPENED, Codecs, Peel
from phonehome.model import Exchange, Field

__all__ = ["BOUNDS", "CODECS", "Bounds", "Codec", "Decoded", "Key", "fields"]

CODECS: tuple[Codec, ...] = (
    gzip,
    zstd,
    zlib,
    binary,
    zip,
    grpc,
    envelope,
    utf16,
    multipart,
    lines,
    plist,
    xml,
    json,
    chs,
    jwt,
    url,
    cookie,
    form,
    grpc_web,
    percent,
    quoted,
    hex,
    base32,
    lzstring,
    ascii85,
    base64,
    entities,
    runs,
    delimited,
    msgpack,
    cbor,
    protobuf,
    records,
    brotli,
    lz4,
    snappy,
    deflate,
)
BOUNDS = Bounds()

_BY_BYTE = Codecs(CODECS)
_SMALL = 512


def fields(exchange: Exchange, bounds: Bounds = BOUNDS, keys: tuple[Key, ...] = ()) -> Decoded:
    """All fields of a request in document order, bytes sent, and bytes understood.

    ``keys`` are tried on what nothing else opens. Raises only the ``ValueError`` of a key of a wrong length.
    """
    if not exchange.sent:
        return Decoded([], 0, 0)
    sent = request.size(exchange)
    peel = Peel(
        _keyed(keys) if keys else _BY_BYTE,
        Bounds(bounds.depth, bounds.room + 4 * (sent - exchange.unkept), bounds.fields),
        _unopened(exchange),
    )
    is_plain, lost = peel.codecs.is_plain, float(exchange.unkept)
    for step, path, value in request.parts(exchange):
        if isinstance(value, str) and is_plain(value):
            peel.fields.append(Field(step, path, value))
        elif isinstance(value, str) and len(value) <= _SMALL and not keys:
            found, unread = _small(step, path, value, bounds)
            peel.fields.extend(found)
            lost += unread
        else:
            lost += peel.open(Field(step, path, value))
    return Decoded(peel.fields, sent, max(0, sent - ceil(lost)))


@lru_cache(maxsize=16384)
def _small(step: str, path: str, value: str, bounds: Bounds) -> tuple[list[Field], float]:
    """Headers and cookies come again and again: what was opened from them is shared between exchanges."""
    peel = Peel(_BY_BYTE, bounds)
    lost = peel.open(Field(step, path, value))
    return peel.fields, lost


@lru_cache(maxsize=64)
def _keyed(keys: tuple[Key, ...]) -> Codecs:
    return Codecs((*CODECS, *map(codec, keys)))


def _unopened(exchange: Exchange) -> str:
    return "mangled by the recorder" if exchange.mangled else UNOPENED
