"""Samsung's analytics servers: a hash in the query, records joined by U+000E, one as text or many in gzip."""

from __future__ import annotations

import hashlib

from makers import strict
from makers.strict import (
    LANGUAGE,
    STAMP_TEXT,
    TEXT,
    VERSION,
    ZONE,
    Asked,
    Kept,
    Shape,
    demand,
    expect,
    hexes,
    like,
    one_of,
)
from phonehome.phones.samsung_dls import CONSTANT

TID = like("a tracking id", "[0-9]{3}-399-[0-9]{6}")
MCC = like("an MCC", "[0-9]{3}")
MNC = like("an MNC", "[0-9]{2,3}")
SIGNED: Shape = {
    "ts": like("a time to the minute", r"\d{4}-\d\d-\d\dT\d\d:\d\d"),
    "type": one_of("dvc", "uix"),
    "tid": TID,
    "hc": hexes(64),
}
NETWORK: Shape = {"dm": TEXT, "mcc": MCC, "mnc": MNC}
RECORD: Shape = {
    "la": LANGUAGE,
    **NETWORK,
    "auid": hexes(32),
    "do": VERSION,
    "av": VERSION,
    "uv": VERSION,
    "at": one_of("0", "1", "2"),
    "fv": VERSION,
    "tid": TID,
    "tz": ZONE,
    "t": one_of("pv", "st"),
    "ts": STAMP_TEXT,
}


def upload(asked: Asked) -> Kept:
    query = _signed(asked, {})
    strict.post(asked, "text/plain")
    coding = asked.header("content-encoding")
    demand(coding in {"text", "gzip"}, f"Content-Encoding {coding!r}")
    plain = strict.unzipped(asked.body) if coding == "gzip" else asked.body
    records = plain.split(b"\x0e")
    demand((coding == "text") == (len(records) == 1), f"{len(records)} records as {coding}")
    for place, record in enumerate(records):
        said = strict.form(record)
        expect(said, RECORD, f"record {place}")
        demand(said["tid"] == query["tid"], "a record of another app")
    return plain, asked.query.encode()


def policy(asked: Asked) -> Kept:
    demand((asked.method, asked.body) == ("GET", b""), "no GET")
    _signed(asked, NETWORK)
    return (asked.query.encode(),)


def registration(asked: Asked) -> Kept:
    query = _signed(asked, {})
    strict.post(asked, "application/json")
    said = strict.parsed(asked.body)
    expect(said, {"tid": one_of(query["tid"]), "auid": hexes(32)}, "registration")
    return asked.body, asked.query.encode()


def _signed(asked: Asked, more: Shape) -> dict[str, str]:
    query = strict.form(asked.query)
    expect(query, {**SIGNED, **more}, "query")
    proof = hashlib.sha256(f"{query['tid']}{query['ts']}{CONSTANT}".encode()).hexdigest()
    demand(query["hc"] == proof, "hc: signs something else")
    return query
