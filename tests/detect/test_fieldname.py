from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.fieldname import FieldName
from phonehome.detect.request import request_of
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Field, Value

from .building import brief, get, post, said

NAMED = FieldName(load())
ONEPLUS = {
    "id": "aaaaeb1f",
    "im": "123456789012345,987654321098765",
    "npn": "07123456789,",
    "ma": "aa:bb:cc:dd:ee:ff",
    "nwb": "ff:ee:dd:cc:bb:aa",
    "nws": '"HOME"',
    "bl": 82,
    "mn": "ONE A2003",
    "ncn": ",",
}


def found(message: object) -> set[tuple[str, str, str]]:
    return brief(NAMED.find(said(message)))


@pytest.mark.parametrize(
    ("name", "value", "kind", "certainty"),
    [
        ("imei", "123456789012345", "imei", "likely"),
        ("IMEI", "123456789012345", "imei", "likely"),
        ("ip_addrs", "2003:dd:af1c::1", "public_ip", "possible"),
        ("ssid_ip", "10.0.0.83", "local_ip", "likely"),
        ("billingCountryCode", "DE", "country", "likely"),
        ("accelerometer_x", "0.0254", "sensor", "likely"),
        ("system_uptime", "802865678", "device_state", "likely"),
        ("q", "how to leave him", "search", "possible"),
        ("deviceIMEI", "123456789012345", "imei", "likely"),
        ("imei_0", "123456789012345", "imei", "likely"),
        ("X-Device-Imei", "123456789012345", "imei", "likely"),
        ("seriennummer", "258cfeb1", "serial", "likely"),
        ("numero_de_serie", "258cfeb1", "serial", "likely"),
        ("sn", "258cfeb1", "serial", "possible"),
        ("adresseMAC", "0a1b023d4e5f", "mac_address", "likely"),
        ("wifi-bssid", "0:1b:2:3d:4e:5f", "bssid", "likely"),
        ("wifi_name", "home", "ssid", "likely"),
        ("androidId", "9774d56d682e549d", "android_id", "likely"),
        ("androidId", "-7533161610807978851", "android_id", "likely"),
        ("google_ad_id", "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab", "advertising_id", "likely"),
        ("deviceId", "a8f5f167f44f4964", "installation_id", "possible"),
        ("userEmail", "anna@example.org", "email", "likely"),
        ("correo", "anna@example.org", "email", "likely"),
        ("em", "0eaed834a1e6f4b2bf0c024e0013dea1", "email", "likely"),
        ("Telefonnummer", "07700 900123", "phone_number", "likely"),
        ("numeroDeTelefono", "07700900123", "phone_number", "likely"),
        ("shouji", "13800138000", "phone_number", "possible"),
        ("first_name", "Anna", "name", "likely"),
        ("Vorname", "Zoë", "name", "likely"),
        ("prenom", "Zoë", "name", "likely"),
        ("geburtsdatum", "17.04.1991", "birth_date", "likely"),
        ("fechaDeNacimiento", "1991-04-17", "birth_date", "likely"),
        ("geschlecht", "w", "gender", "likely"),
        ("geschlecht", "weiblich", "gender", "likely"),
        ("ubicacion", "52.5163, 13.3777", "location", "likely"),
        ("carrierName", "EE", "operator", "likely"),
        ("carrier", "EE", "operator", "possible"),
        ("phoneModel", "ONE A2003", "device_model", "likely"),
        ("model", "ONE A2003", "device_model", "possible"),
        ("batteryLevel", 82, "battery", "likely"),
        ("sprache", "de-DE", "language", "likely"),
        ("zeitzone", "Europe/Berlin", "timezone", "likely"),
        ("isRooted", False, "device_state", "likely"),
        ("gender", "unknown to me", "", ""),
        ("clipboard_text", "secret", "clipboard", "likely"),
        ("search_word", "rash", "search", "likely"),
        ("imei", "", "", ""),
        ("imei", "12345", "", ""),
        ("imeister", "123456789012345", "", ""),
        ("mac", "0a:1b:02:3d:4e:5f", "mac_address", "likely"),
        ("mac", "f" * 64, "", ""),
        ("phone", "12", "", ""),
        ("title", "Anna", "", ""),
        ("logicalOperator", "AND", "", ""),
        ("volume", 3, "", ""),
    ],
)
def test_a_name_and_a_value_that_fit(name: str, value: object, kind: str, certainty: str) -> None:
    request = said({"a": {name: value}})
    assert brief(NAMED.find(request)) == ({(kind, certainty, request.texts[-1])} if kind else set())


def test_names_count_in_queries_headers_cookies_and_forms() -> None:
    number = "123456789012345"
    requests = [
        get(f"https://a.example.org/?imei={number}"),
        get(headers=(("X-Imei", number),)),
        get(headers=(("Cookie", f"imei={number}"),)),
        post(f"imei={number}&a=b".encode()),
    ]
    assert [brief(NAMED.find(request)) for request in requests] == [{("imei", "likely", number)}] * 4


@pytest.mark.parametrize("value", ["M%C3%BCller", '"M\u00fcller"'])
def test_a_wrapped_value_keeps_its_name(value: str) -> None:
    clues = [(clue.kind, clue.value.strip('"')) for clue in NAMED.find(said({"lastName": value}))]
    assert clues == [("name", "Müller")]


def test_a_value_written_as_json_in_json_keeps_its_name() -> None:
    assert found({"ssid": json.dumps(json.dumps("HOME"))}) == {("ssid", "likely", '"HOME"')}


def test_a_path_segment_has_no_name() -> None:
    assert list(NAMED.find(get("https://a.example.org/imei/123456789012345"))) == []


def test_a_name_means_something_else_in_a_cookie() -> None:
    requests = get(headers=(("Cookie", "SSID=A1b2"),)), get("https://a.example.org/?ssid=A1b2")
    assert [brief(NAMED.find(request)) for request in requests] == [set(), {("ssid", "likely", "A1b2")}]


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ({"lat": 52.5163, "lon": 13.3777}, {"52.5163", "13.3777"}),
        ({"geo": [{"latitude": 52.5163, "longitude": 13.3777}]}, {"52.5163", "13.3777"}),
        ({"homeLat": "52.5163", "homeLng": "13.3777"}, {"52.5163", "13.3777"}),
        ({"latE7": 525163000}, set()),
        ({"lat": 52.5163}, set()),
        ({"lat": 52.5163, "a": {"lon": 13.3777}}, set()),
        ({"lat": 91.5163, "lon": 13.3777}, {"13.3777"}),
        ({"cid": 6759424, "mnc": 30}, {"6759424"}),
        ({"cid": 6759424, "name": "x"}, set()),
    ],
)
def test_some_names_count_only_beside_others(message: object, values: set[str]) -> None:
    clues = [clue for clue in NAMED.find(said(message)) if clue.kind in {"location", "cell_id"}]
    assert {clue.value for clue in clues} == values


def test_many_records_are_looked_at_once() -> None:
    clues = NAMED.find(said([{"lat": 52.5163, "lon": 13.3777}] * 5000))
    assert sum(1 for _ in clues) == 10_000


def test_short_keys_of_a_maker_count_together_at_any_address() -> None:
    assert found(ONEPLUS) == {
        ("serial", "likely", "aaaaeb1f"),
        ("imei", "likely", "123456789012345,987654321098765"),
        ("phone_number", "likely", "07123456789,"),
        ("mac_address", "likely", "aa:bb:cc:dd:ee:ff"),
        ("bssid", "likely", "ff:ee:dd:cc:bb:aa"),
        ("ssid", "likely", '"HOME"'),
        ("battery", "likely", "82"),
        ("device_model", "likely", "ONE A2003"),
    }


def test_a_few_short_keys_mean_nothing() -> None:
    assert found({key: ONEPLUS[key] for key in ("id", "ma", "bl", "mn")}) == set()


def test_the_reason_names_the_field() -> None:
    assert [(clue.reason.way, clue.reason.text) for clue in NAMED.find(said({"deviceImei": "123456789012345"}))] == [
        ("field name", "the field is called 'deviceImei'")
    ]


NAMES = st.sampled_from(sorted({name for row in load().names for name in row.names})) | st.text()


@given(st.lists(st.tuples(NAMES, st.text() | st.binary() | st.integers() | st.floats())))
def test_no_field_raises(values: list[tuple[str, Value]]) -> None:
    request = request_of(Exchange(0, "GET", "x"), [Field("json", f"$.{name}", value) for name, value in values])
    assert all(clue.reason.way == "field name" for clue in NAMED.find(request))


@pytest.mark.parametrize("value", ["10.0.0.83", "192.168.1.4", "172.31.0.1", "fe80::1", "fd31:4159::1"])
def test_a_private_address_is_not_public_by_its_name(value: str) -> None:
    assert list(NAMED.find(said({"ip_address": value}))) == []
