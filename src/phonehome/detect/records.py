"""Records of what a person did: one value for one event, however a detector came to know it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from phonehome.model import Event, Value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Stamps of 2005 to 2040 in seconds, milliseconds, microseconds and nanoseconds do not overlap.
_FIRST, _LAST = 1_104_537_600, 2_208_988_800
_UNITS = ((1, 1000), (10**3, 1), (10**6, 0.001), (10**9, 0.000_001))


def stamp(value: Value) -> int | None:
    """A time as Unix ms, from an epoch number of any unit or ISO 8601; None for anything else."""
    if isinstance(value, str):
        return _stamp_of_text(value)
    if isinstance(value, bytes):
        return None
    for unit, to_ms in _UNITS:
        if _FIRST * unit <= value < _LAST * unit:
            return round(value * to_ms) if to_ms != 1 else int(value)
    return None


def _stamp_of_text(text: str) -> int | None:
    if text.isdecimal() and 10 <= len(text) <= 19:
        return stamp(int(text))
    if len(text) < 16 or text[4:5] != "-" or text[10:11] not in {"T", " "}:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    milliseconds = (aware - _EPOCH) // timedelta(milliseconds=1)
    return milliseconds if _FIRST * 1000 <= milliseconds < _LAST * 1000 else None


def iso(milliseconds: int) -> str:
    """Unix ms as ISO 8601 in UTC."""
    return (_EPOCH + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def describe(event: Event) -> str:
    """An event as one canonical text: name, app, and time or span."""
    time = iso(event.start) if event.end is None else f"{iso(event.start)}/{iso(event.end)}"
    return " ".join(part for part in (event.name, event.app, time) if part)


def without_version(app: str, neighbours: list[str]) -> str:
    """An app's name without the version code that some phones glue to it."""
    for text in neighbours:
        if len(text) >= 2 and text.isdigit() and app.endswith(text) and app != text:
            return app.removesuffix(text)
    return app
