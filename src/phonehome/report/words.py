"""Numbers, sizes, dates and words that several outputs share: UTC, ISO 8601, decimal prefixes (IEC 80000-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from phonehome.model import Certainty

CROSS = "\N{MULTIPLICATION SIGN}"

SURE: dict[Certainty, str] = {
    "confirmed": "The value is known: it is the owner's own or a hash of it, or the recipient's endpoint is known to "
    "carry it there.",
    "likely": "The value has the shape of its kind and stands under a name for it, or check digits and tables agree.",
    "possible": "The name or the shape alone points to it. Read it as a place to look, not as a fact.",
    "dummy": "A value that stands where an identifier would and gives nothing away, such as a zeroed advertising ID.",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS_1_TO_9999 = range(-62_135_596_800_000, 253_402_300_800_000)
_PROPER = ("Android", "Bluetooth", "Google", "Wi-Fi")
_LONGEST_NAME = 48
_SIZES = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_PERIODS = ((2 * 86_400_000, 86_400_000, "day"), (2 * 3_600_000, 3_600_000, "hour"), (120_000, 60_000, "minute"))


def visible(text: str) -> str:
    r"""The text with all that does not print, or turns the writing round, as an escape: ``\x1b``, ``\u202e``."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def number(count: int) -> str:
    """1,234."""
    return f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 request, 1,234 requests."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def called(label: str, *, is_hash: bool) -> str:
    """What a kind is called where only hashes of it were found."""
    name, bracket, rest = label.partition(" (")
    return f"{name} as a hash{bracket}{rest}" if is_hash else label


def attempts(count: int) -> str:
    """3 attempts that sent nothing."""
    return f"{counted(count, 'attempt')} that sent nothing"


def times(count: int) -> str:
    """Once, twice, 1,234 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def size(count: int) -> str:
    """512 bytes, 1.2 kB, 16 MB."""
    for unit, name in _SIZES:
        if count >= unit:
            return f"{count / unit:.1f} {name}" if count < 10 * unit else f"{count / unit:,.0f} {name}"
    return counted(count, "byte")


def percent(part: int, whole: int) -> str:
    """98 %; never rounded up to all nor down to nothing."""
    if part >= whole:
        return "100 %"
    share = 100 * part / whole
    if 0 < share < 1:
        return "under 1 %"
    return "over 99 %" if share > 99 else f"{share:.0f} %"


def date_time(time: int | None) -> str:
    """Unix milliseconds as 15 Jan 2017, 12:03 UTC."""
    moment = _moment(time)
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC" if moment else "unknown"


def clock(time: int | None) -> str:
    """Unix milliseconds as the time of day, 12:03:44, in UTC."""
    moment = _moment(time)
    return f"{moment:%H:%M:%S}" if moment else "unknown"


def between(first: int | None, last: int | None) -> str:
    """15 Jan 2017, 12:03 UTC to 16 Jan 2017, 08:00 UTC; once where both are the same."""
    begin, end = date_time(first), date_time(last)
    return begin if begin == end else f"{begin} to {end}"


def iso(time: int | None) -> str | None:
    """Unix milliseconds as 2017-01-15T12:03:44.250Z (ISO 8601, RFC 3339)."""
    moment = _moment(time)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z" if moment else None


def period(first: int, last: int) -> str:
    """How long it is from one time to another: 7 days, 5 hours, 40 seconds."""
    elapsed = max(0, last - first)
    for least, unit, name in _PERIODS:
        if elapsed >= least:
            return counted(round(elapsed / unit), name)
    return counted(max(1, round(elapsed / 1000)), "second")


def listed(words: Sequence[str]) -> str:
    """A, b and c."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def short(name: str) -> str:
    """A name that fits into a sentence; of a longer one its two ends, where a host says most."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2 - 1]}…{name[-_LONGEST_NAME // 2 :]}"


def inside(label: str) -> str:
    """A kind's label as it stands inside a sentence: phone number, IMEI, Wi-Fi name."""
    label = label.partition(" (")[0]
    if label[1:2].isupper() or label.startswith(_PROPER):
        return label
    return label[:1].lower() + label[1:]


def layers(wrapping: str) -> list[str]:
    """The layers of ``body > form data > base64``, outermost first."""
    return [layer for layer in wrapping.split(" > ") if layer]


def _moment(time: int | None) -> datetime | None:
    return _EPOCH + timedelta(milliseconds=time) if time is not None and time in _YEARS_1_TO_9999 else None
