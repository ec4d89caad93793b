"""OnePlus' server of 2017: OAuth tokens, base64 forms of the first client, gzip of JSON of the later one."""

from __future__ import annotations

import base64
import binascii
import re

from makers import strict
from makers.strict import (
    ANY_TEXT,
    CLASS,
    COUNT,
    COUNTRY,
    COUNTRY_SMALL,
    EMAIL,
    IMEI,
    LANGUAGE,
    MAC,
    MCC,
    MNC,
    NETWORK,
    PACKAGE,
    PHONE,
    SERIAL,
    STAMP,
    TECHNOLOGY,
    TEXT,
    TRUTH,
    UUID4,
    VERSION,
    ZONE,
    Asked,
    Check,
    Kept,
    Shape,
    demand,
    either,
    expect,
    hexes,
    like,
    listed,
    many,
    one_of,
    whole,
)

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
NOTHING = one_of("")
DETAILS: Shape = {
    "ac": either(EMAIL, NOTHING), "av": VERSION, "bl": whole("per cent", 0, 100), "br": TEXT,
    "bs": one_of("CHARGING", "DISCHARGING", "FULL", "NOT_CHARGING"), "co": COUNTRY, "ga": whole("an area", 0, 65535),
    "gc": MCC, "ge": whole("a cell", 0, (1 << 28) - 1), "gn": MNC, "iac": one_of(0, 1), "id": SERIAL,
    "im": listed(IMEI), "imei1": IMEI, "im1": IMEI, "it": COUNT, "la": LANGUAGE, "log": ANY_TEXT, "ma": MAC,
    "mdmv": VERSION, "mn": TEXT, "nci": listed(NETWORK), "ncn": ANY_TEXT, "noi": listed(NETWORK),
    "non": listed(TEXT), "not": listed(TECHNOLOGY), "npc": listed(COUNTRY_SMALL), "npn": listed(PHONE), "nwa": MAC,
    "nwb": MAC, "nwh": TRUTH, "nwl": whole("bars", 0, 4), "nws": like("a Wi-Fi name in quotes", r'".+"|<unknown ssid>'),
    "ov": like("a build", "Oxygen .+"), "pcba": ANY_TEXT, "rh": COUNT, "ro": TRUTH, "romv": VERSION, "rw": COUNT,
    "sov": VERSION, "ts": STAMP, "tz": ZONE, "doze": TRUTH,
}  # fmt: skip
FIRST = (
    "ac av bl br bs co ga gc ge gn iac id im imei1 it la log ma mdmv mn nci ncn noi non not npc npn "
    "nwa nwb nwh nwl nws ov pcba rh ro romv rw sov ts tz"
)
LATER = "br mn av ov rw rh ro la not npc tz sov romv doze ts iac it mdmv log id ac non noi ncn nci pcba"
WITH_A = f"{LATER} im im1 ge ga gc gn ma npn nws nwh nwb nwl nwa bs bl co"
NO_DETAILS = Check("an empty list", lambda value: value == [])
PAIR = Check("a pair of times", lambda pair: isinstance(pair, list) and len(pair) == 2 and all(map(STAMP.holds, pair)))
SYSTEM = one_of("screen_on", "screen_off", "unlock", "abnormal_reboot")
STREAMS: dict[object, Shape] = {
    1: {name: DETAILS[name] for name in FIRST.split()},
    2: {
        "id": SERIAL, "pi": COUNT, "si": like("a session", "[0-9]{14,20}"), "ts": STAMP, "pn": PACKAGE,
        "pvn": VERSION, "pvc": COUNT, "cn": CLASS, "en": one_of("start", "stop"), "aed": NO_DETAILS, "sa": TRUTH,
        "it": COUNT, "rv": TEXT,
    },
    3: {"id": SERIAL, "en": SYSTEM, "ts": STAMP, "oed": NO_DETAILS, "it": COUNT, "rv": TEXT},
    4: {"id": SERIAL, "pn": PACKAGE, "pvc": like("a code", "[0-9]+"), "it": COUNT, "tk": many(PAIR)},
}  # fmt: skip
TOKEN: Shape = {
    "client_id": hexes(16),
    "grant_type": one_of("client_credentials"),
    "client_secret": hexes(32),
    "scope": one_of("write"),
}
PAYLOAD: Shape = {"pn": ANY_TEXT, "pvc": like("a code", "[0-9]*"), "en": TEXT, "ts": STAMP, "oi": ANY_TEXT, "rv": TEXT}
CRASH: Shape = {
    "pn": PACKAGE,
    "fg": one_of("0", "1"),
    "pvn": VERSION,
    "pvc": like("a code", "[0-9]+"),
    "ro": one_of("0", "1"),
}
EVENTS = {
    1_000_000_001: {"device_info"},
    1_000_000_002: {"start", "stop"},
    1_000_000_003: {
        "screen_on", "screen_off", "screen_lock", "unlock", "boot", "shutdown", "reboot", "abnormal_reboot",
        "kernel_panic", "hardware_watchdog",
    },
    1_000_000_004: {"crash", "anr"},
    1_000_000_005: {"system_app_crash", "system_app_anr"},
}  # fmt: skip


def uncoded(token: object) -> str:
    """The IMEI of a token: letters back to digits, turned back, without the digits that were added."""
    if not isinstance(token, str) or not re.fullmatch("[b-n]{18,21}[1-4]", token):
        return ""
    digits = [ord(letter) - ord("a") - int(token[-1]) for letter in token[:-1]]
    if not all(0 <= digit <= 9 for digit in digits):
        return ""
    *said, extra, turn = digits
    said = said[-turn:] + said[:-turn]
    return "".join(map(str, said[: len(said) - extra]))


CODED = Check("a coded IMEI", lambda value: IMEI.holds(uncoded(value)))


def token(asked: Asked) -> Kept:
    strict.post(asked, FORM)
    expect(strict.form(asked.body), TOKEN, "token")
    return (asked.body,)


def first(asked: Asked) -> Kept:
    """The client of January 2017: base64 stands unescaped in the form, in lines of at most 76."""
    strict.post(asked, FORM)
    match = re.fullmatch(rb"data=([A-Za-z0-9+/=\n]+)\n&access_token=([0-9a-f-]+)", asked.body)
    if match is None:
        raise strict.Refused("no data and access_token")
    demand(UUID4.holds(match[2].decode()), "access_token: not issued here")
    lines = match[1].split(b"\n")
    demand(all(len(line) == 76 for line in lines[:-1]) and len(lines[-1]) <= 76, "base64 in other lines")
    try:
        said = strict.parsed(plain := base64.b64decode(b"".join(lines), validate=True))
    except binascii.Error as error:
        raise strict.Refused(f"broken base64: {error}") from error
    expect(said, {"ty": one_of(*STREAMS), "dl": Check("a list", lambda value: isinstance(value, list))}, "data")
    if isinstance(said, dict):
        strict.each(said["dl"], STREAMS[said["ty"]], f"stream {said['ty']}")
    return plain, asked.body


def later_a(asked: Asked) -> Kept:
    return _later(asked, ("im", "im1"), WITH_A)


def later_b(asked: Asked) -> Kept:
    return _later(asked, ("chs", "ch1"), f"{LATER} chs ch1")


def _later(asked: Asked, imeis: tuple[str, str], details: str) -> Kept:
    strict.post(asked, "OneplusSpecialContentType")
    for name, check in (("access_token", UUID4), ("timezone", ZONE), ("requestid", UUID4), ("version", TEXT)):
        demand(check.holds(asked.header(name)), f"header {name}: not {check.name}")
    demand(strict.STAMP_TEXT.holds(asked.header("createtime")), "header createTime: no time")
    slots = {"im": DETAILS["im"], "im1": IMEI, "chs": listed(CODED), "ch1": CODED}
    shape = {name: DETAILS[name] for name in ["id", "mn", "ov", "romv", "av", "la"]}
    shape |= {name: slots[name] for name in imeis}
    shape |= {"noi": NETWORK, "appid": one_of(*EVENTS), "ode": Check("a list", lambda value: isinstance(value, list))}
    plain = strict.unzipped(asked.body)
    said = strict.parsed(plain)
    expect(said, shape, "push")
    if isinstance(said, dict):
        demand(0 < len(said["ode"]) <= 100, "ode: none, or more than 100")
        for place, payload in enumerate(said["ode"]):
            _payload(payload, said["appid"], {name: {**DETAILS, **slots}[name] for name in details.split()}, place)
    return plain, asked.body


def _payload(payload: object, appid: int, details: Shape, place: int) -> None:
    where = f"ode[{place}]"
    empty = Check("an object", lambda value: isinstance(value, dict))
    expect(payload, {**PAYLOAD, "oi": empty}, where)
    if not isinstance(payload, dict):
        return
    demand(payload["en"] in EVENTS[appid], f"{where}.en: no event of stream {appid}")
    demand((appid == 1_000_000_002) == PACKAGE.holds(payload["pn"]), f"{where}.pn: a package where there is none")
    if appid == 1_000_000_001:
        expect(payload["oi"], details, f"{where}.oi")
    elif appid > 1_000_000_003:
        expect(payload["oi"], CRASH, f"{where}.oi")
    elif payload["oi"]:
        expect(payload["oi"], {"isroot": one_of("0", "1")}, f"{where}.oi")
