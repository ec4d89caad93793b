"""Google Play services' servers of 2021: log/batch, checkin and Firebase, protobuf in gzip or brotli."""

from __future__ import annotations

from collections.abc import Mapping

import brotlicffi

from makers import strict
from makers.strict import (
    CLASS,
    COUNTRY,
    EMAIL,
    FORM,
    IMEI,
    LANGUAGE,
    NETWORK,
    PACKAGE,
    STAMP,
    TEXT,
    UUID4,
    Asked,
    Check,
    Kept,
    Refused,
    demand,
    hexes,
    like,
    one_of,
    whole,
)

Fields = dict[int, list[int | bytes]]
NUMBER = whole("a 64-bit number", 0, (1 << 64) - 1)
ID = whole("a 64-bit id", 1, (1 << 64) - 1)
DEVICE: Mapping[int, Check] = {
    1: ID, 3: whole("an SDK", 14, 40), 4: TEXT, 6: TEXT, 9: TEXT, 10: NETWORK, 11: LANGUAGE, 12: COUNTRY, 13: TEXT,
    14: TEXT, 16: TEXT, 17: like("a fingerprint", r"[^/]+/[^/]+/[^/:]+:\d+/[^/]+/\d+:\w+/[\w-]+"),
}  # fmt: skip
CHECKIN: Mapping[int, Check] = {
    1: IMEI,
    2: ID,
    9: hexes(12),
    11: EMAIL,
    12: like("a time zone", r"[A-Z][A-Za-z]+/[A-Z][\w/+-]+"),
    16: TEXT,
}
BUNDLE: Mapping[int, Check] = {
    14: PACKAGE,
    19: UUID4,
    21: hexes(32),
    30: like("an installation id", "[c-f][A-Za-z0-9_-]{21}"),
    36: ID,
    52: one_of("G100", "G111"),
}
USAGE: Mapping[int, Check] = {1: one_of(1, 2, 15, 16, 17, 18, 26, 27), 2: STAMP}
OF_APP: Mapping[int, Check] = {**USAGE, 3: PACKAGE, 4: CLASS}
SOURCES = one_of(
    "LB_AS", "MESSAGES_INVENTED", "BATTERY_STATS", "NETWORK_STATS", "JOB_SCHEDULER", "STREAMZ_CLIENT", "SYSTEM_HEALTH"
)


def log(asked: Asked) -> Kept:
    strict.post(asked, "application/x-protobuf")
    outer = message(plain := _unpacked(asked))
    demand(outer.keys() == {1, 3}, f"batch: fields {sorted(outer)}")
    for event in outer[1]:
        _event(message(_bytes(event)))
    return plain, asked.body


def checkin(asked: Asked) -> Kept:
    strict.post(asked, "application/x-protobuffer")
    hold(message(plain := _unpacked(asked)), CHECKIN, "checkin")
    return plain, asked.body


def measured(asked: Asked) -> Kept:
    """A gzip declared as a form."""
    strict.post(asked, FORM)
    outer = message(plain := strict.unzipped(asked.body))
    demand(outer.keys() == {1}, f"bundles: fields {sorted(outer)}")
    for bundle in outer[1]:
        hold(message(_bytes(bundle)), BUNDLE, "bundle")
    return plain, asked.body


def _unpacked(asked: Asked) -> bytes:
    coding = asked.header("content-encoding")
    if coding == "gzip":
        return strict.unzipped(asked.body)
    demand(coding == "br", f"Content-Encoding {coding!r}")
    try:
        plain: bytes = brotlicffi.decompress(asked.body)
    except brotlicffi.error as error:
        raise Refused(f"broken brotli: {error}") from error
    return plain


def _event(event: Fields) -> None:
    demand(event.keys() == {1, 4, 5, 6, 7}, f"event: fields {sorted(event)}")
    header = message(_bytes(event[1][0]))
    demand(header.keys() == {2, 12} and STAMP.holds(header[12][0]), "header: no device or no time")
    hold(message(_bytes(header[2][0])), DEVICE, "device")
    demand(STAMP.holds(event[4][0]), "event.4: no time")
    source = _text(event[6][0])
    demand(SOURCES.holds(source), f"event.6: {SOURCES.name}")
    demand(like("a cookie", "NID=[0-9]+=[A-Za-z0-9_-]{64}").holds(_text(event[7][0])), "event.7: no cookie")
    for entry in _array(_bytes(event[5][0])):
        said = message(entry)
        if source == "LB_AS":
            hold(said, OF_APP if 3 in said else USAGE, "usage")
        elif source == "MESSAGES_INVENTED":
            hold(said, {1: STAMP, 2: NUMBER}, "text")
        else:
            demand(said.keys() in ({1, 2}, {3}), f"counter: fields {sorted(said)}")


def hold(said: Fields, shape: Mapping[int, Check], where: str) -> None:
    """A message with exactly these fields, once each, and as they must be."""
    demand(said.keys() == shape.keys(), f"{where}: fields {sorted(said.keys() ^ shape.keys())} missing or unknown")
    for number, check in shape.items():
        demand(len(said[number]) == 1, f"{where}.{number}: twice")
        value = said[number][0]
        demand(check.holds(_text(value) if isinstance(value, bytes) else value), f"{where}.{number}: not {check.name}")


def message(data: bytes) -> Fields:
    """A protobuf message without its schema: varints, eight bytes, four bytes, blocks."""
    fields: Fields = {}
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        number, kind = tag >> 3, tag & 7
        demand(number > 0 and kind in {0, 1, 2, 5}, f"protobuf: a tag {tag}")
        if kind == 0:
            value, at = varint(data, at)
            fields.setdefault(number, []).append(value)
            continue
        size, at = varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
        demand(at + size <= len(data), "protobuf: a field longer than the message")
        fields.setdefault(number, []).append(data[at : at + size])
        at += size
    return fields


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(10):
        demand(at + place < len(data), "protobuf: a cut number")
        value |= (data[at + place] & 0x7F) << (7 * place)
        if data[at + place] < 0x80:
            return value, at + place + 1
    raise Refused("protobuf: a number without end")


def _array(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        size, at = varint(data, at)
        demand(at + size <= len(data), "protobuf: an entry longer than the array")
        found.append(data[at : at + size])
        at += size
    return found


def _bytes(value: int | bytes) -> bytes:
    demand(isinstance(value, bytes), "protobuf: a number for a message")
    return value if isinstance(value, bytes) else b""


def _text(value: int | bytes) -> str:
    try:
        return _bytes(value).decode()
    except UnicodeDecodeError as error:
        raise Refused(f"protobuf: no text: {error}") from error
