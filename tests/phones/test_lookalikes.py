from __future__ import annotations

import base64
import io
import plistlib
import re
import zipfile
from xml.etree import ElementTree as ET

import msgspec
import pytest

from phonehome.detect.behaviour import LEAST_APPS
from phonehome.phones import lookalikes
from phonehome.phones.chance import stream
from phonehome.phones.lookalikes import REQUESTS, Request
from phonehome.phones.person import FIRST, LAST
from phones.scenes import block, walked

TIME = 1_483_920_000_000


def sent(host: str, seed: int = 1) -> Request:
    write, _ = REQUESTS[host]
    return write(TIME, stream(seed, host))


def said(host: str, seed: int = 1) -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(sent(host, seed)[2], type=dict[str, msgspec.Raw])


def texts(host: str, key: str, seed: int = 1) -> list[str]:
    return msgspec.json.decode(said(host, seed)[key], type=list[str])


@pytest.mark.parametrize("host", REQUESTS)
def test_each_is_drawn_from_chance_and_time_alone(host: str) -> None:
    path, kind, body = sent(host)
    assert (path[0], bool(kind), bool(body)) == ("/", True, True)
    assert sent(host) == sent(host)
    assert len({sent(host, seed)[2] for seed in range(20)}) > 5


def test_hosts_belong_to_nobody() -> None:
    assert {host.partition(".")[2] for host in REQUESTS} == {"example.com", "example.net", "example.org"}


def test_app_names_are_fewer_than_a_list_of_apps() -> None:
    counts = {len(re.findall(rb'"package"', sent("plugins.example.com", seed)[2])) for seed in range(40)}
    assert counts == set(range(1, LEAST_APPS))


def test_some_codes_look_like_places() -> None:
    codes = texts("parcels.example.net", "shelves")
    assert all(re.fullmatch(r"[2-9CFGHJMPQRVWX]{4}\+[2-9CFGHJMPQRVWX]{2}", code) for code in codes)
    keys = texts("parcels.example.net", "cache_keys")
    assert all(re.fullmatch("[0-9b-hjkmnp-z]{6,9}", key) for key in keys)


def test_ids_have_18_digits_as_numbers_and_as_text() -> None:
    body = sent("posts.example.org")[2].decode()
    assert len(re.findall(r"[\[,]\d{18}\b", body)) == 2
    assert len(re.findall(r'"\d{18}"', body)) == 2


def test_protobuf_holds_fixed_64_bit_numbers() -> None:
    message = walked(sent("metrics.example.com")[2])
    rows = [walked(block(row)) for row in message[1]]
    assert all(list(row) == [1, 2, 3] for row in rows)
    assert any(int(value) > 1 << 48 for row in rows for value in row[1] if isinstance(value, int))


def test_a_league_has_the_columns_of_a_call_log() -> None:
    rows = msgspec.json.decode(said("league.example.org")["rows"], type=list[dict[str, str | int]])
    assert len(rows) == 6
    assert all(set(row) == {"number", "name", "type", "date", "duration"} for row in rows)


def test_xml_and_property_list_are_well_formed() -> None:
    layout = ET.fromstring(sent("layout.example.net")[2])  # noqa: S314
    assert [item.get("key") for item in layout.iter("item")] == ["cell.0", "cell.1", "cell.2"]
    config = plistlib.loads(sent("profile.example.net")[2])
    assert list(config) == ["build", "retries", "blob"]


def test_token_is_of_a_service() -> None:
    token = msgspec.json.decode(said("auth.example.com")["assertion"], type=str)
    head, claims, seal = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    assert head == b'{"alg":"HS256","typ":"JWT"}'
    assert list(msgspec.json.decode(claims, type=dict[str, str | int])) == ["iss", "aud", "scope", "exp", "jti"]
    assert len(seal) == 32


def test_messagepack_is_a_map() -> None:
    shards = msgspec.msgpack.decode(sent("shards.example.com")[2], type=dict[str, int | float | bytes | list[str]])
    assert list(shards) == ["shard", "etag", "ratio", "tags"]


def test_cbor_is_a_map_of_text_number_and_bytes() -> None:
    body = sent("meters.example.net")[2]
    match = re.fullmatch(rb"\xa3\x64unit([\x62\x63])(kWh|m3)\x65since\x1b(.{8})\x63crc\x44.{4}", body, re.DOTALL)
    assert match is not None
    assert match[1][0] - 0x60 == len(match[2])
    assert TIME - int.from_bytes(match[3], "big") < 86_400_000


def test_zip_holds_two_assets() -> None:
    with zipfile.ZipFile(io.BytesIO(sent("themes.example.org")[2])) as opened:
        assert opened.namelist() == ["colours.json", "icon.svg"]


def test_text_is_utf16_with_its_mark() -> None:
    body = sent("notes.example.org")[2]
    assert body.startswith(b"\xff\xfe")
    assert "β colours" in body.decode("utf-16")


def test_no_name_of_a_person_is_a_team() -> None:
    assert set(lookalikes.TEAMS).isdisjoint((*FIRST, *LAST))
