"""Xiaomi's servers: the account of 2014 over plain HTTP, MIUI's signed analytics, the browser's events of 2020."""

from __future__ import annotations

import base64
import binascii
import hashlib

from makers import strict
from makers.strict import (
    COUNTRY,
    FORM,
    IMEI,
    IMSI,
    PACKAGE,
    PAGE,
    PHONE,
    STAMP,
    TEXT,
    UUID4,
    Asked,
    Check,
    Kept,
    Shape,
    demand,
    expect,
    hexes,
    like,
    one_of,
)
from phonehome.phones.miui_analytics import SALT

ACCOUNT: dict[str, Shape] = {
    "/pass/device": {"carrier": TEXT, "imei": IMEI, "phone": PHONE, "imsi": IMSI},
    "/pass/contact/add": {"contact": PHONE},
    "/pass/sms/received": {"from": PHONE},
}
LIST = Check("a list", lambda value: isinstance(value, list))
ANALYTICS: Shape = {
    "_di_": like("16 characters of base64url", "[A-Za-z0-9_-]{16}"),
    "imei": hexes(32),
    "_app_": PACKAGE,
    "_et_": one_of(2),
    "_miuiver_": TEXT,
    "_mod_": TEXT,
    "_logs_": LIST,
}
LOG: Shape = {"_ei_": one_of("start", "stop"), "_ett_": STAMP, "_ev_": PACKAGE}
LIB: Shape = {"$lib": one_of("Android"), "$lib_version": TEXT, "$lib_method": one_of("code")}
PROPERTIES: dict[object, tuple[Shape, ...]] = {
    "page_load_event_start": ({"url": PAGE},),
    "page_load_event_finish": ({"url": PAGE},),
    "search": ({"search_word": TEXT},),
    "download_files": ({"url": PAGE},),
    "youtube_search_op": ({"search_word": TEXT}, {"url": PAGE}),
}
OBJECT = Check("an object", lambda value: isinstance(value, dict))
EVENT: Shape = {
    "distinct_id": UUID4,
    "anonymous_id": hexes(16),
    "time": STAMP,
    "type": one_of("track"),
    "event": one_of(*PROPERTIES),
    "lib": OBJECT,
    "properties": OBJECT,
}


def account(asked: Asked) -> Kept:
    strict.post(asked, FORM)
    demand(asked.path in ACCOUNT, f"no such place: {asked.path}")
    said = strict.form(asked.body)
    shape = dict(ACCOUNT[asked.path])
    if "imsi" not in said:
        shape.pop("imsi", None)  # Mi Cloud is off
    expect(said, shape, asked.path)
    return asked.body, *(value.encode() for value in said.values())


def analytics(asked: Asked) -> Kept:
    """``s`` is the MD5 over the other two with a salt that only the client and this server have."""
    strict.post(asked, FORM)
    said = strict.form(asked.body)
    expect(said, {"t": one_of("miui_apps"), "value": TEXT, "s": hexes(32)}, "form")
    proof = hashlib.md5(f"{said['t']}{said['value']}{SALT}".encode()).hexdigest()
    demand(said["s"] == proof, "s: signs something else")
    told = strict.parsed(plain := unbased(said["value"]))
    expect(told, ANALYTICS, "value")
    if isinstance(told, dict):
        strict.each(told["_logs_"], LOG, "_logs_")
    return plain, asked.body


def browser(asked: Asked) -> Kept:
    strict.post(asked, FORM)
    expect(strict.form(asked.query), {"project": like("a project", "browser_[a-z]+"), "r": COUNTRY}, "query")
    said = strict.form(asked.body)
    expect(said, {"data_list": TEXT, "gzip": one_of("1")}, "form")
    told = strict.parsed(plain := strict.unzipped(unbased(said["data_list"])))
    strict.each(told, EVENT, "event")
    for event in told if isinstance(told, list) else []:
        expect(event["lib"], LIB, "lib")
        shapes = PROPERTIES[event["event"]]
        expect(
            event["properties"],
            next((one for one in shapes if one.keys() == event["properties"].keys()), shapes[0]),
            "properties",
        )
    return plain, asked.body, asked.query.encode()


def unbased(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise strict.Refused(f"broken base64: {error}") from error
