"""An exchange's request opened layer by layer: every text and number it holds, and what nothing opens.

A codec is one file here and one name in ``CODECS``: the bytes decide, the strictest codec is asked first.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from phonehome.decode import (
    base64,
    brotli,
    chs,
    cookie,
    envelope,
    form,
    gzip,
    hex,  # noqa: A004 - the codec is called so
    json,
    lines,
    multipart,
    percent,
    protobuf,
    request,
    runs,
    url,
    zlib,
    zstd,
)
from phonehome.decode.codec import Bounds, Codec, Decoded
from phonehome.decode.peel import UNOPENED, Codecs, Peel
from phonehome.model import Exchange, Field

__all__ = ["BOUNDS", "CODECS", "Bounds", "Codec", "Decoded", "fields"]

CODECS: tuple[Codec, ...] = (
    gzip,
    zstd,
    zlib,
    envelope,
    multipart,
    lines,
    json,
    chs,
    url,
    cookie,
    form,
    percent,
    hex,
    base64,
    runs,
    protobuf,
    brotli,
)
BOUNDS = Bounds()

_BY_BYTE = Codecs(CODECS)
_SMALL = 512


def fields(exchange: Exchange, bounds: Bounds = BOUNDS) -> Decoded:
    """All fields of a request in document order, bytes sent, and bytes understood. Never raises."""
    if not exchange.sent:
        return Decoded([], 0, 0)
    sent = request.size(exchange)
    peel = Peel(_BY_BYTE, Bounds(bounds.depth, bounds.room + 4 * sent, bounds.fields), _unopened(exchange))
    lost = 0.0
    for step, path, value in request.parts(exchange):
        if isinstance(value, str) and len(value) <= _SMALL:
            found, unread = _small(step, path, value, bounds)
            peel.fields.extend(found)
            lost += unread
        else:
            lost += peel.open(Field(step, path, value))
    return Decoded(peel.fields, sent, max(0, sent - ceil(lost)))


@lru_cache(maxsize=16384)
def _small(step: str, path: str, value: str, bounds: Bounds) -> tuple[list[Field], float]:
    """Headers, path segments and cookies come again and again: their fields are shared between exchanges."""
    peel = Peel(_BY_BYTE, bounds)
    lost = peel.open(Field(step, path, value))
    return peel.fields, lost


def _unopened(exchange: Exchange) -> str:
    return "mangled by the recorder" if exchange.mangled else UNOPENED
