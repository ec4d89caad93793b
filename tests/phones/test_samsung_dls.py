from __future__ import annotations

import gzip
import hashlib
from itertools import pairwise
from urllib.parse import parse_qs, parse_qsl, urlsplit

import msgspec
import pytest
from msgspec import structs

from phonehome.phones.clock import DAY, HOUR, iso, moment
from phonehome.phones.preinstalled import SAMSUNG
from phonehome.phones.samsung_dls import CONSTANT, PROFILE, sources
from phonehome.phones.scene import Options, Scene, Told
from phones.scenes import header, host, scene_of, told_within

KEYS = {"la", "mcc", "mnc", "dm", "auid", "do", "av", "uv", "at", "fv", "tid", "tz", "t", "ts"}
KINDS = {
    "language": {"la"},
    "operator": {"mcc", "mnc"},
    "device_model": {"dm"},
    "installation_id": {"auid"},
    "os_version": {"do", "fv"},
    "timezone": {"tz"},
}


@pytest.fixture(scope="module")
def week() -> Scene:
    return scene_of(PROFILE)


@pytest.fixture(scope="module")
def sent(week: Scene) -> list[Told]:
    return told_within(PROFILE, week)


def to(sent: list[Told], name: str) -> list[Told]:
    return [told for told in sent if host(told) == f"{name}.di.atlas.samsung.com"]


def records(told: Told) -> list[dict[str, str]]:
    """The body undone by hand."""
    packed = header(told, "Content-Encoding") == "gzip"
    text = gzip.decompress(told.exchange.body) if packed else told.exchange.body
    return [dict(parse_qsl(record, strict_parsing=True)) for record in text.decode().split("\x0e")]


def query(told: Told) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(told.exchange.url).query, strict_parsing=True))


def test_capture_begins_on_a_monday() -> None:
    assert iso(PROFILE.start) == "2018-03-05T00:00:00.000Z"


def test_three_hosts_are_asked(sent: list[Told]) -> None:
    assert {host(told).partition(".")[0] for told in sent} == {"regi", "dc", "dls"}


def test_the_query_proves_itself_with_a_hash(sent: list[Told]) -> None:
    for told in sent:
        asked = query(told)
        assert asked["ts"] == moment(told.time).strftime("%Y-%m-%dT%H:%M")
        assert asked["hc"] == hashlib.sha256(f"{asked['tid']}{asked['ts']}{CONSTANT}".encode()).hexdigest()
        assert asked["type"] in {"dvc", "uix"}


def test_one_record_calls_itself_text_and_many_are_gzip(sent: list[Told]) -> None:
    counts = {(header(told, "Content-Encoding"), len(records(told)) > 1) for told in to(sent, "dls")}
    assert counts == {("text", False), ("gzip", True)}


def test_a_record_has_the_known_keys(sent: list[Told]) -> None:
    found = [record for told in to(sent, "dls") for record in records(told)]
    assert all(set(record) == KEYS for record in found)
    assert {record["t"] for record in found} == {"st", "pv"}


def test_every_planted_value_stands_in_each_record(sent: list[Told]) -> None:
    for told in to(sent, "dls"):
        for record in records(told):
            assert {value for _, value in told.planted} == {record[key] for keys in KINDS.values() for key in keys}
            assert all(value in {record[key] for key in KINDS[kind]} for kind, value in told.planted)


def test_uses_are_told_by_tracking_id_and_time(week: Scene, sent: list[Told]) -> None:
    tids = {source.tid: source.package for source in sources(1)}
    uses = {
        (tids[record["tid"]], int(record["ts"]))
        for told in to(sent, "dls")
        for record in records(told)
        if record["t"] == "pv"
    }
    ends = {(session.app, session.end) for session in week.life.sessions}
    assert len(uses) > 50
    assert uses <= ends
    assert set(tids.values()) == set(SAMSUNG.values())


def test_each_app_has_an_id_of_its_own(sent: list[Told]) -> None:
    ids = {(record["tid"], record["auid"]) for told in to(sent, "dls") for record in records(told)}
    assert len(ids) == len({auid for _, auid in ids}) == len(SAMSUNG)
    assert {source.tid for source in sources(1)} == {source.tid for source in sources(2)}
    assert {source.auid for source in sources(1)}.isdisjoint(source.auid for source in sources(2))


def test_registration_comes_first_and_tells_the_apps_id(sent: list[Told]) -> None:
    registered = to(sent, "regi")
    assert sent[: len(SAMSUNG)] == registered
    said = [msgspec.json.decode(told.exchange.body, type=dict[str, str]) for told in registered]
    assert [told.planted for told in registered] == [(("installation_id", one["auid"]),) for one in said]


def test_policy_is_asked_for_a_model_and_a_network(sent: list[Told]) -> None:
    for told in to(sent, "dc"):
        asked = parse_qs(urlsplit(told.exchange.url).query)
        assert (told.exchange.method, told.exchange.body) == ("GET", b"")
        assert told.planted == (
            ("operator", asked["mcc"][0]),
            ("operator", asked["mnc"][0]),
            ("device_model", asked["dm"][0]),
        )


def test_device_records_come_daily_and_uses_at_most_every_three_hours(sent: list[Told]) -> None:
    for source in sources(1):
        mine = [(query(told)["type"], told.time) for told in to(sent, "dls") if query(told)["tid"] == source.tid]
        daily = [time for kind, time in mine if kind == "dvc"]
        uses = [time for kind, time in mine if kind == "uix"]
        assert all(abs(late - sooner - DAY) < 2 * HOUR for sooner, late in pairwise(daily))
        assert all(late - sooner > 2.8 * HOUR for sooner, late in pairwise(uses))


def test_abroad_the_network_is_another_one(week: Scene) -> None:
    abroad = told_within(PROFILE, structs.replace(week, options=Options(roaming=True)))
    assert {(one["mcc"], one["mnc"]) for told in to(abroad, "dls") for one in records(told)} == {("208", "01")}
