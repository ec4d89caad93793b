"""A report as the audit of an OnePlus of 2017 gives it, with invented values, and the facts it needs."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from phonehome.infer.answer import Proof
from phonehome.infer.day import Day, Diary, Hours
from phonehome.infer.profile import Profile
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.model import (
    CaseInfo,
    Certainty,
    Damage,
    Disclosure,
    Event,
    Finding,
    Group,
    Input,
    Line,
    Location,
    OpaqueGroup,
    Reason,
    Recipient,
    RecipientReport,
    Report,
    Step,
)
from phonehome.report.material import Material

WEEK = Input("week.har", "00" * 32, 4, "HAR 1.2", 1)
START = 1_484_438_400_000  # 2017-01-15 00:00 UTC
DAY = 86_400_000
PAYLOAD = "body > form data > base64 > json"

ONEPLUS = Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
CLICK = Recipient("click.oneplus.cn", "OnePlus", "CN", "maker")
GOOGLE = Recipient("app-measurement.com", "Google", "US", "platform")
TRACKER = Recipient("graph.facebook.com", "Meta Platforms", "IE", "third party")
NOBODY = Recipient("a-very-long-name-of-a-host-that-nobody-knows-and-that-must-wrap.telemetry.eu-central-1.example.org")

DEVICE: tuple[tuple[str, str, str], ...] = (
    ("av", "6.0.1", "os_version"),
    ("bl", "82", "battery"),
    ("br", "OnePlus", ""),
    ("bs", "CHARGING", "battery"),
    ("co", "GB", "country"),
    ("ga", "11511", "cell_id"),
    ("ge", "6759424", "cell_id"),
    ("iac", "1", "consent_state"),
    ("id", "258cfeb1", "serial"),
    ("im", "490154203237518,490154203237526", "imei"),
    ("imei1", "490154203237518", "imei"),
    ("la", "en", "language"),
    ("ma", "94:65:2d:11:22:33", "mac_address"),
    ("mn", "ONE A2003", "device_model"),
    ("non", "EE,", "operator"),
    ("npn", "07700900123", "phone_number"),
    ("nwb", "00:11:32:aa:bb:cc", "bssid"),
    ("nws", '"Mustermann 5G"', "ssid"),
    ("ro", "false", "device_state"),
    ("ts", "1484487017633", ""),
    ("tz", "GMT+0000", "timezone"),
)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def report() -> Report:
    damage = (Damage(4_711, 12, "the entry ends in the middle of a string"),)
    capture = Input("week.har", "9f86d081884c7d65" * 4, 16_204_311, "HAR 1.2", 1_234, damage)
    versions = {"phonehome": "0.1.0", "knowledge": "3b5d5c37", "python": "3.11"}
    case = CaseInfo((capture,), versions, "5e884898da280471", "GB", "Europe/London")
    return Report(case, (_oneplus(), _click(), _google(), _tracker(), _unknown(), *_quiet()))


@pytest.fixture(scope="session")
def shown(report: Report) -> Report:
    return replace(report, shows_values=True)


@pytest.fixture(scope="session")
def findings() -> tuple[Disclosure, ...]:
    imei = Finding(
        kind="imei",
        certainty="confirmed",
        value="490154203237518",
        location=_location(12, "$.dl[0].imei1"),
        reasons=(Reason("known", "The owner's IMEI, as it is."), Reason("endpoint", "Key imei1.", "OnePlus ODM")),
    )
    screen = Finding(
        kind="screen_event",
        certainty="likely",
        value="screen_on",
        location=_location(13, "$.dl[4].en"),
        reasons=(Reason("endpoint", "Stream 3 reports what the person does.", "https://www.chrisdcmoore.co.uk/"),),
        event=Event("screen_on", START + 1, START + 60_001, "com.android.chrome"),
    )
    return Disclosure(imei, ONEPLUS, START + 250), Disclosure(screen, ONEPLUS)


@pytest.fixture(scope="session")
def dummies() -> tuple[Disclosure, ...]:
    zeroed = Finding(
        kind="advertising_id",
        certainty="dummy",
        value="00000000-0000-0000-0000-000000000000",
        location=Location(40, (Step("query", "rdid"),)),
        reasons=(Reason("pattern", "Zeroed: the owner has switched the advertising ID off."),),
    )
    return (Disclosure(zeroed, GOOGLE, START + DAY),)


@pytest.fixture(scope="session")
def material(
    report: Report, findings: tuple[Disclosure, ...], dummies: tuple[Disclosure, ...], profile: Profile
) -> Material:
    return Material(report, load(), findings, dummies, profile=profile)


@pytest.fixture(scope="session")
def day() -> Day:
    hours = Hours(date(2017, 1, 16), (0,) * 8 + (1, 5, 9, 400) + (0,) * 12)
    return Day(
        question="day",
        sentence="OnePlus was told 415 events.",
        certainty="high",
        uncertainty="2 events are misdated.",
        needed="events",
        proof=(Proof(0, 6, "screen_event", "e6 body > json $.dl[0]"),),
        proved_by=415,
        recipients=(Diary("OnePlus", (hours,), {"screen_event": 415}),),
    )


@pytest.fixture(scope="session")
def profile(day: Day) -> Profile:
    return Profile((CaseInfo((WEEK,), {}),), "oneplus", (day,))


def _location(exchange: int, path: str) -> Location:
    layers = (Step("body"), Step("form", "data"), Step("base64"), Step("json", path))
    return Location(exchange, layers)


def _evidence(found: str) -> tuple[Line, ...]:
    return tuple(Line(f"$.dl[0].{key}", value, (kind,) if kind and key == found else ()) for key, value, kind in DEVICE)


def _group(key: str, certainty: Certainty, value: str, kind: str) -> Group:
    way: Reason = Reason("endpoint", f"Key {key} of OnePlus' device information.", "https://www.chrisdcmoore.co.uk/")
    known = (Reason("known", "One of the values the owner named, as it is."),) if certainty == "confirmed" else ()
    return Group(
        kind=kind,
        certainty=certainty,
        wrapping=PAYLOAD,
        place=f"$.dl[].{key}",
        count=56,
        distinct=1,
        values=(value,),
        exchange=12,
        location=f"e12 {PAYLOAD} $.dl[0].{key}",
        reasons=(*known, way),
        first=START + 2_640_000,
        last=START + 7 * DAY - 3_600_000,
        evidence=_evidence(key),
    )


def _events(kind: str, place: str, count: int, values: tuple[str, ...]) -> Group:
    return Group(
        kind=kind,
        certainty="likely",
        wrapping=PAYLOAD,
        place=place,
        count=count,
        distinct=max(3, count // 40),
        values=values,
        exchange=13,
        location=f"e13 {PAYLOAD} {place.replace('[]', '[0]')}",
        reasons=(Reason("endpoint", "This stream reports what the person does.", "https://www.chrisdcmoore.co.uk/"),),
        first=START,
        last=START + 7 * DAY,
        evidence=(
            Line("$.ty", "3"),
            Line("$.dl[0].id", "258cfeb1", ("serial",)),
            Line("$.dl[0].en", values[0], (kind,)),
            Line("$.dl[0].ts", "1484177517017"),
        ),
    )


def _oneplus() -> RecipientReport:
    groups = [
        _group(key, "confirmed", value, kind) for key, value, kind in DEVICE if kind in {"imei", "serial", "ssid"}
    ]
    groups += [
        _events("screen_event", "$.dl[].en", 4_120, ("screen_off", "screen_on", "unlock")),
        _events("app_usage", "$.dl[].pn", 6_388, ("com.android.chrome", "com.whatsapp", "de.hafas.android.db")),
    ]
    rest = [row for row in DEVICE if row[2] not in {"", "imei", "serial", "ssid"}]
    groups += [_group(key, "likely", value, kind) for key, value, kind in rest]
    opaque = OpaqueGroup("header access_token > base64", "no codec opens it", 56, 2_688, 7.6, 12)
    return RecipientReport(
        recipient=ONEPLUS,
        exchanges=480,
        attempted=0,
        bytes_sent=11_480_213,
        bytes_understood=11_477_525,
        groups=tuple(groups),
        opaque=(opaque,),
        first=START,
        last=START + 7 * DAY,
    )


def _click() -> RecipientReport:
    serial = Group(
        kind="serial",
        certainty="confirmed",
        wrapping="query",
        place="sn",
        count=9,
        distinct=1,
        values=("258cfeb1",),
        exchange=77,
        location="e77 query sn",
        reasons=(Reason("hash", "SHA-1 of the owner's serial number, in upper case."),),
        first=START + DAY,
        last=START + DAY,
    )
    return RecipientReport(CLICK, 9, 0, 8_120, 8_120, (serial,), first=START + DAY, last=START + DAY)


def _google() -> RecipientReport:
    installation = Group(
        kind="installation_id",
        certainty="likely",
        wrapping="body > gzip > protobuf",
        place="1.21",
        count=31,
        distinct=1,
        values=("c2a1f0d9e8b74c65a3f2",),
        exchange=101,
        location="e101 body > gzip > protobuf 1.21",
        reasons=(Reason("endpoint", "Field 21 is the app instance ID.", "observed"),),
        first=START,
        last=START + 6 * DAY,
        evidence=(
            Line("1.14", "com.example.shop"),
            Line("1.21", "c2a1f0d9e8b74c65a3f2", ("installation_id",)),
            Line("1.52", "G111"),
        ),
    )
    dummy = Group(
        kind="advertising_id",
        certainty="dummy",
        wrapping="query",
        place="rdid",
        count=31,
        distinct=1,
        values=("00000000-0000-0000-0000-000000000000",),
        exchange=101,
        location="e101 query rdid",
        reasons=(Reason("pattern", "Zeroed: the owner has switched the advertising ID off."),),
        first=START,
        last=START + 6 * DAY,
    )
    opaque = (
        OpaqueGroup("body > gzip > protobuf 1.9", "no codec opens it", 31, 610_944, 7.98, 101),
        OpaqueGroup("body", "gzip expands past 67,108,864 bytes", 1, 52_100, 7.2, 404),
    )
    return RecipientReport(GOOGLE, 131, 4, 1_804_117, 1_141_073, (installation,), (dummy,), opaque, START, START + DAY)


def _tracker() -> RecipientReport:
    place = Group(
        kind="location",
        certainty="possible",
        wrapping="body > json > percent",
        place="$.extinfo.g",
        count=3,
        distinct=3,
        values=("52.5163,13.3777", "52.5170,13.3889", "52.5200,13.4050"),
        exchange=300,
        location="e300 body > json > percent $.extinfo.g",
        reasons=(Reason("field name", "The key g stands for a place in some SDKs."),),
    )
    return RecipientReport(TRACKER, 44, 0, 96_311, 96_311, (place,))


def _unknown() -> RecipientReport:
    contact = Group(
        kind="email",
        certainty="confirmed",
        wrapping="body > json > base64 > json",
        place='$.users["christine@example.org"].mail',
        count=1,
        distinct=1,
        values=("christine@example.org",),
        exchange=512,
        location='e512 body > json $.p > base64 > json $.users["christine@example.org"].mail',
        reasons=(Reason("known", "The owner's e-mail address, as it is."),),
        first=START + DAY,
        last=START + DAY,
        evidence=(
            Line('$.users["christine@example.org"].mail', "christine@example.org", ("email",)),
            Line("$.note", "word " * 60),
        ),
    )
    return RecipientReport(NOBODY, 2, 1, 1_022, 1_022, (contact,), first=START + DAY, last=START + DAY)


def _quiet() -> tuple[RecipientReport, ...]:
    hosts = (
        ("connectivitycheck.gstatic.com", "Google", 320, 2),
        ("cdn.example.net", "", 88, 0),
        ("ota.example.com", "", 0, 14),
    )
    return tuple(
        RecipientReport(Recipient(host, organisation), exchanges, attempted, exchanges * 310, exchanges * 310, ())
        for host, organisation, exchanges, attempted in hosts
    )
