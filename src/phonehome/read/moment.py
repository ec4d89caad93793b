"""Moments as captures write them (ISO 8601, seconds since 1970, Java's Date) to Unix milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from math import floor, isfinite

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_END = 253_402_300_800_000  # the year 10000, as far as datetime goes

# java.util.Date.toString: dow mon dd hh:mm:ss zzz yyyy, always in English
_JAVA = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) (\S+) (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OFFSET = re.compile(r"(?:GMT|UTC)([+-])(\d\d):?(\d\d)")
# Abbreviations that stand for one zone only, in minutes. CST, IST and BST each stand for several.
_ZONES = (
    {"Z": 0, "GMT": 0, "UTC": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "IDT": 180}
    | {"MSK": 180, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780}
    | {"EDT": -240, "EST": -300, "CDT": -300, "MDT": -360, "MST": -420, "PDT": -420, "PST": -480}
)


def iso(text: str | None) -> int | None:
    """ISO 8601; without an offset it is taken for UTC."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return ((time if time.tzinfo else time.replace(tzinfo=UTC)) - _EPOCH) // _MILLISECOND


def seconds(number: float | None) -> int | None:
    """Seconds since 1970, with a fraction."""
    if not number or not isfinite(number):
        return None
    return milliseconds(floor(number * 1000 + 1e-4))  # 0.001 s must not become 0 ms


def milliseconds(number: float) -> int | None:
    """Milliseconds since 1970, within the years that a calendar has."""
    return int(number) if isfinite(number) and -_END < number < _END else None


def java(text: str) -> int | None:
    """Java's Date as text, where its time zone is one that can be told."""
    found = _JAVA.fullmatch(text)
    if not found or found[1] not in _MONTHS or (offset := _minutes(found[6])) is None:
        return None
    numbers = map(int, found.group(7, 2, 3, 4, 5))
    try:
        year, day, hour, minute, second = numbers
        time = datetime(year, _MONTHS.index(found[1]) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return (time - _EPOCH) // _MILLISECOND - offset * 60_000


def _minutes(zone: str) -> int | None:
    if found := _OFFSET.fullmatch(zone):
        minutes = int(found[2]) * 60 + int(found[3])
        return -minutes if found[1] == "-" else minutes
    return _ZONES.get(zone)
