"""What a strict server asks of a value and of a request: every refusal is one sentence. Nothing here is phonehome's."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"


class Refused(ValueError):  # noqa: N818 - it is what a server says
    """What the server would answer with 400."""


class Asked(NamedTuple):
    """A request as a server has it; names of headers in lower case."""

    method: str
    host: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        found = [value for one, value in self.headers if one == name]
        return "" if not found else only(found, f"the header {name}")


# All layers of what a maker keeps, first the content that its client wrote.
Kept = tuple[bytes, ...]


class Check(NamedTuple):
    """What a value must be, and whether one is."""

    name: str
    holds: Callable[[object], bool]


Shape = Mapping[str, Check]


def demand(claim: object, why: str) -> None:
    if not claim:
        raise Refused(why)


def only(found: Iterable[str], what: str) -> str:
    values = list(found)
    demand(len(values) == 1, f"{what} stands {len(values)} times")
    return values[0]


def expect(said: object, shape: Shape, where: str) -> None:
    """An object with exactly these members, each as it must be."""
    if not isinstance(said, dict):
        raise Refused(f"{where}: no object")
    demand(said.keys() == shape.keys(), f"{where}: members {sorted(said.keys() ^ shape.keys())} missing or unknown")
    for name, check in shape.items():
        demand(check.holds(said[name]), f"{where}.{name}: not {check.name}")


def each(said: object, shape: Shape, where: str) -> None:
    """A list of such objects, not empty."""
    demand(isinstance(said, list) and said, f"{where}: no list, or an empty one")
    for place, one in enumerate(said if isinstance(said, list) else []):
        expect(one, shape, f"{where}[{place}]")


def parsed(data: bytes) -> object:
    """JSON of RFC 8259 in UTF-8, no name twice."""
    try:
        said: object = json.loads(data.decode(), object_pairs_hook=_once)
    except ValueError as error:
        raise Refused(f"no JSON: {error}") from error
    return said


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    demand(len({name for name, _ in pairs}) == len(pairs), "a JSON name stands twice")
    return dict(pairs)


def unzipped(data: bytes) -> bytes:
    """One gzip member and nothing behind it."""
    demand(data[:2] == b"\x1f\x8b", "no gzip")
    try:
        told = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"broken gzip: {error}") from error
    return told


def form(data: bytes | str) -> dict[str, str]:
    """A form of RFC 1866 in ASCII, no name twice, none without a value."""
    text = data if isinstance(data, str) else data.decode("latin-1")
    demand(text.isascii() and re.fullmatch(r"[!-~]*", text), "a form with raw bytes")
    demand(not re.search("%(?![0-9A-Fa-f]{2})", text), "a broken percent sign")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError as error:
        raise Refused(f"no form: {error}") from error
    demand(len({name for name, _ in pairs}) == len(pairs), "a name of a form stands twice")
    return dict(pairs)


def post(asked: Asked, kind: str) -> None:
    """A POST of that type whose stated length is right."""
    demand(asked.method == "POST", f"{asked.method}, not POST")
    demand(asked.header("content-type") == kind, f"Content-Type {asked.header('content-type')!r}")
    length = asked.header("content-length")
    demand(length in {"", str(len(asked.body))}, f"Content-Length {length}, body of {len(asked.body)}")


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, Annex B."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def like(name: str, pattern: str) -> Check:
    return Check(name, lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None)


def whole(name: str, least: int, most: int) -> Check:
    return Check(name, lambda value: type(value) is int and least <= value <= most)


def one_of(*values: object) -> Check:
    return Check(f"one of {values}", lambda value: (type(value), value) in [(type(one), one) for one in values])


def either(one: Check, other: Check) -> Check:
    return Check(f"{one.name} or {other.name}", lambda value: one.holds(value) or other.holds(value))


def listed(check: Check) -> Check:
    """One for each SIM slot, joined by commas; an empty slot is one."""

    def holds(value: object) -> bool:
        return isinstance(value, str) and bool(value.strip(",")) and all(map(check.holds, value.strip(",").split(",")))

    return Check(f"{check.name} for each slot", holds)


def many(check: Check) -> Check:
    return Check(f"a list of {check.name}", lambda value: isinstance(value, list) and all(map(check.holds, value)))


def _imei(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9]{15}", value) is not None and luhn(value)


def _stamp(value: object) -> bool:
    return type(value) is int and 1_262_304_000_000 < value < 1_893_456_000_000


IMEI = Check("an IMEI", _imei)
ICCID = Check(
    "an ICCID", lambda value: isinstance(value, str) and bool(re.fullmatch("89[0-9]{16,18}", value)) and luhn(value)
)
IMSI = like("an IMSI", "[0-9]{14,15}")
MAC = like("a MAC address", "[0-9a-f]{2}(:[0-9a-f]{2}){5}")
STAMP = Check("a time in ms between 2010 and 2030", _stamp)
STAMP_TEXT = Check("a time in ms", lambda value: isinstance(value, str) and value.isdecimal() and _stamp(int(value)))
TEXT = Check("a text", lambda value: isinstance(value, str) and value != "" and value.isprintable())
ANY_TEXT = Check("a text", lambda value: isinstance(value, str))
TRUTH = Check("true or false", lambda value: type(value) is bool)
COUNT = whole("a count", 0, 1 << 31)
PACKAGE = like("a package", r"[A-Za-z]\w*(\.\w+)+")
CLASS = like("a class", r"[\w.$/]+")
VERSION = like("a version", r"[\w.() -]+")
EMAIL = like("an e-mail address", r"[^@\s]+@[^@\s]+\.[a-z]+")
PHONE = like("a phone number", r"\+?[0-9]{7,15}")
PAGE = like("a URL", r"https?://[^\s/]+(/\S*)?")
UUID4 = like("a UUID of version 4", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SERIAL = like("a serial number", "[0-9a-f]{8}")
MCC, MNC = whole("an MCC", 1, 999), whole("an MNC", 0, 999)
NETWORK = like("MCC and MNC", "[0-9]{5,6}")
TECHNOLOGY = one_of("GSM", "EDGE", "HSPA", "HSPA+", "UMTS", "LTE", "NR", "CDMA")
ZONE = like("an offset", "GMT[+-](0[0-9]|1[0-4])(00|15|30|45)")
COUNTRIES = (
    "AT", "AU", "BE", "BR", "CA", "CH", "CN", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IT", "JP", "KR",
    "MX", "NL", "NO", "NZ", "PL", "PT", "SE", "US", "ZA",
)  # fmt: skip
COUNTRY = one_of(*COUNTRIES)
COUNTRY_SMALL = one_of(*map(str.lower, COUNTRIES))
LANGUAGE = like("a language", "[a-z]{2}")


def hexes(count: int) -> Check:
    return like(f"{count} hexadecimal digits", f"[0-9a-f]{{{count}}}")
