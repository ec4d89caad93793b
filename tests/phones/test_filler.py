from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections import Counter

import brotlicffi
import pytest
from stdnum import imei

from phonehome.model import Exchange
from phonehome.phones import filler
from phonehome.phones.identity import owner, phone
from phonehome.phones.life import live
from phonehome.phones.person import person
from phonehome.phones.scene import Options, Scene

Sent = list[Exchange]


@pytest.fixture(scope="module")
def sent(scene: Scene) -> Sent:
    return [told.exchange for told in filler.tell(scene)]


def plain(exchange: Exchange) -> str:
    """All of a request as text, content codings undone."""
    coding = dict(exchange.headers).get("Content-Encoding")
    body = exchange.body
    if coding == "gzip":
        body = gzip.decompress(body)
    if coding == "br":
        body = bytes(brotlicffi.decompress(body))
    head = "\n".join(f"{name}: {value}" for name, value in exchange.headers)
    return "\n".join((exchange.url, head, text(body)))


def text(body: bytes) -> str:
    if body.startswith(b"\xff\xfe"):
        return body.decode("utf-16")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode() for name in packed.namelist())
    return body.decode("latin-1")


def test_some_twenty_hosts_are_named_and_all_are_used(sent: Sent) -> None:
    assert {exchange.url.split("/")[2] for exchange in sent} == set(filler.hosts())
    assert 18 <= len(filler.hosts()) <= 28


def test_nothing_is_planted(scene: Scene) -> None:
    assert {told.planted for told in filler.tell(scene)} == {()}


@pytest.mark.parametrize("seed", range(5))
def test_nothing_of_the_owner_is_in_it(scene: Scene, seed: int) -> None:
    carrier = person(seed)
    life = live(carrier, scene.calendar, seed)
    other = Scene(phone(seed), life, scene.calendar, Options(seed=seed))
    known = [value for values in owner([other.phone], carrier, scene.calendar.zone).values.values() for value in values]
    known += [other.phone.number, *(word for word in carrier.name.split() if len(word) > 3)]
    everything = "\n".join(plain(told.exchange) for told in filler.tell(other)).casefold()
    assert [value for value in known if value.casefold() in everything] == []


def test_agent_names_no_device(sent: Sent) -> None:
    assert {dict(exchange.headers)["User-Agent"] for exchange in sent} == {"okhttp/4.9.0"}


def test_codings_and_shapes_are_mixed(sent: Sent) -> None:
    assert {exchange.method for exchange in sent} == {"GET", "POST"}
    codings = Counter(dict(exchange.headers).get("Content-Encoding") for exchange in sent)
    assert set(codings) == {None, "gzip", "br"}
    assert all(bool(exchange.body) == (exchange.method == "POST") for exchange in sent)


def test_there_are_false_imeis_and_macs(sent: Sent) -> None:
    everything = "\n".join(map(plain, sent))
    assert any(imei.is_valid(number) for number in re.findall(r'"(\d{15})"', everything))
    assert re.search(r'"[0-9a-f]{12}"', everything)
    assert "logo@2x.png" in everything
    assert re.search(r'"10\.\d\.\d\.\d"', everything)


def test_no_long_number_is_seen_twice(sent: Sent) -> None:
    numbers = [number for exchange in sent for number in set(re.findall(r"\b\d{14,}\b", plain(exchange)))]
    assert len(set(numbers)) == len(numbers)


def test_requests_go_out_while_apps_are_open_or_now_and_then(scene: Scene, sent: Sent) -> None:
    times = [told.time for told in filler.tell(scene)]
    opened = [session.start for session in scene.life.sessions]
    background = [time for time in times if not any(0 < time - start < 5_000 for start in opened)]
    assert len(background) <= 4 * scene.calendar.days
    assert len(sent) > 2 * len(background)
