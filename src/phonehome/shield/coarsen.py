"""Values made coarser in their own unit and writing: times to the hour or day, coordinates, percentages, versions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from phonehome.detect.records import stamp
from phonehome.model import Value
from phonehome.shield.rules import Rule

_UNITS = {"hour": 3600, "day": 86_400}
_NUMBER = re.compile(r"(-?\d+)\.(\d+)")
_VERSION = re.compile(r"(\D*\d+)((?:\.\d+)+)")
_SMALL = re.compile(r"\d{1,3}")
_WHOLE = re.compile(r"-?\d{6,10}")
# A full plus code, and a geohash that names a place; how much of each is no finer than so many decimals of a degree.
_PLUS = re.compile(r"([23456789CFGHJMPQRVWX]{8})\+[23456789CFGHJMPQRVWX]{2,7}", re.IGNORECASE)
_GEOHASH = re.compile(r"(?=.*\d)(?=.*[a-z])[0-9bcdefghjkmnp-z]{6,12}", re.IGNORECASE)
_OF_PLUS, _OF_GEOHASH = (4, 4, 6, 8, 8, 8, 8), (3, 4, 5, 6, 7, 8, 10)
# Degrees times 10^7 have nine digits or more, but for small ones.
_E7 = 9


def time(value: Value, to: str) -> Value | None:
    """A time cut to the hour or day (UTC, or its own offset), in its unit and format; None for what is no time."""
    if isinstance(value, bytes) or stamp(value) is None:
        return None
    if isinstance(value, str):
        return str(_cut(int(value), to)) if value.isdecimal() else _cut_text(value, to)
    return _cut(value, to)


def coarse(kind: str, value: Value, rule: Rule) -> Value | None:
    """A value as the rule wants it; None for a value that can be made no coarser."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    new = _text(kind, text, rule)
    if new is None:
        return time(value, rule.to)
    if isinstance(value, str):
        return new
    return type(value)(float(new)) if isinstance(value, (int, float)) else new.encode("latin-1")


def _text(kind: str, text: str, rule: Rule) -> str | None:
    if kind == "location":
        return _coordinates(text, rule.decimals)
    if kind == "battery" and _SMALL.fullmatch(text):
        return str(int(text) // 10 * 10)
    if kind in {"os_version", "device_model", "device_state"} and (match := _VERSION.search(text)):
        return text[: match.end(1)] + re.sub(r"\d+", "0", match[2]) + text[match.end() :]
    return None


def _coordinates(text: str, decimals: int) -> str | None:
    if _WHOLE.fullmatch(text):
        step = 10 ** ((7 if len(text.lstrip("-")) >= _E7 else 6) - decimals)
        return str(int(int(text) / step) * step)
    if plus := _PLUS.fullmatch(text):
        return plus[1][: _OF_PLUS[decimals]].ljust(8, "0") + "+"
    if _GEOHASH.fullmatch(text):
        return text[: _OF_GEOHASH[decimals]]
    if not _NUMBER.search(text):
        return None
    return _NUMBER.sub(lambda match: f"{match[1]}.{match[2][:decimals].ljust(len(match[2]), '0')}", text)


def _cut(number: float, to: str) -> int | float:
    """In seconds, milliseconds, microseconds or nanoseconds, as the number's size tells."""
    unit = 10 ** (3 * max(0, (len(str(int(number))) - 10) // 3)) * _UNITS[to]
    return type(number)(int(number) // unit * unit)


def _cut_text(text: str, to: str) -> str:
    """ISO 8601 with its digits behind the hour or day at zero."""
    moment = datetime.fromisoformat(text)
    since = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    cut = moment - since - (timedelta(hours=moment.hour) if to == "day" else timedelta())
    head = cut.strftime("%Y-%m-%d") + text[10] + cut.strftime("%H:%M")
    return head + re.sub(r"\d", "0", text[16 : len(text) - len(_zone(text))]) + _zone(text)


def _zone(text: str) -> str:
    found = re.search(r"(?:Z|[+-]\d\d:?\d\d)$", text[16:])
    return found[0] if found else ""
