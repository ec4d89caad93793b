from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.pattern import Pattern
from phonehome.detect.request import request_of
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Field, Value

from .building import brief, get, said

PATTERN = Pattern(load())
DALVIK = "Dalvik/2.1.0 (Linux; U; Android 6.0.1; ONE A2003 Build/MMB29M)"


def found(text: str) -> set[tuple[str, str, str]]:
    return brief(PATTERN.find(said({"a": text})))


@pytest.mark.parametrize(
    ("kind", "certainty", "value", "text"),
    [
        ("imei", "possible", "490154203237518", "{}"),
        ("imei", "likely", "49-015420-323751-8", "{}"),
        ("meid", "possible", "AF0123450ABCDEC", "{}"),
        ("iccid", "possible", "8944101234567890128", "{}"),
        ("iccid", "possible", "8944101234567890128F", "{}"),
        ("mac_address", "likely", "0a:1b:02:3d:4e:5f", "{}"),
        ("mac_address", "likely", "0A-1B-02-3D-4E-5F", "{}"),
        ("mac_address", "possible", "0a1b.023d.4e5f", "{}"),
        ("email", "likely", "anna.schmidt+x@mail.example.co.uk", "{}"),
        ("phone_number", "likely", "+447700900123", "{}"),
        ("phone_number", "possible", "+44 7700 900123", "{}"),
        ("phone_number", "possible", "+1 (212) 555-0123", "{}"),
        ("local_ip", "likely", "192.168.178.23", "{}"),
        ("local_ip", "possible", "10.0.0.7", "{}"),
        ("local_ip", "possible", "172.16.0.7", "{}"),
        ("location", "possible", "52.5163,13.3777", "{}"),
        ("location", "possible", "-52.5163; -113.3777", "{}"),
        ("device_model", "likely", "ONE A2003", "; {} Build/MMB29M"),
        ("os_version", "likely", "Android 6.0.1", "{}"),
        ("os_version", "likely", "iPhone OS 10_3_3", "{}"),
        ("device_model", "likely", "iPhone9,4", "{}"),
    ],
)
def test_a_shape_is_found_alone_and_inside_a_text(kind: str, certainty: str, value: str, text: str) -> None:
    clue = {(kind, certainty, value)}
    assert found(text.format(value)) == clue
    assert found(f"so: {text.format(value)} (he said)") == clue


@pytest.mark.parametrize(
    "text",
    [
        "860461024123456",
        "490154203237519",
        "120154203237511",
        "49-015420-323751-9",
        "AF0123450ABCDED",
        "8944101234567890129",
        "01:1b:02:3d:4e:5f",
        "ff:ff:ff:ff:ff:ff",
        "01-1B-02-3D-4E-5F",
        "0000.0000.0000",
        "logo@2x.png",
        "anna@printer.local",
        "+99912345678",
        "+999 123 456789",
        "192.168.178.300",
        "10.2.3",
        "172.32.0.7",
        "0.0000,0.0000",
        "93.5163,13.3777",
    ],
)
def test_a_value_that_fails_its_check_is_none(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "1490154203237518",
        "490154203237518a",
        "0.490154203237518",
        "149-015420-323751-8",
        "AF0123450ABCDEC0",
        "x8944101234567890128",
        "AB:0a:1b:02:3d:4e:5f:11:22:33:44:55:66:77:88:99:00:aa:bb:cc",
        "0a:1b:02:3d:4e:5f:",
        "0A-1B-02-3D-4E-5F-6A",
        "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab",
        "10.0a1b.023d.4e5f",
        "https://0123456789abcdef@o1.ingest.example.com/1",
        "https://user:secret@example.org/",
        "/npm/lodash@4.17.21/lodash.min.js",
        "@types/node@20.1.0",
        "1.2.0+20230401",
        "sum=1++447700900123",
        "192.168.178.23.4",
        "v10.2.3.4",
        "52.5.16",
        "1,52.5163,13.3777",
        "52.5163,13.3777,8.9999",
        "Android 1234",
        "xiPhone9,4",
    ],
)
def test_a_neighbour_forbids_it(text: str) -> None:
    assert found(text) == set()


def test_what_a_user_agent_says() -> None:
    assert brief(PATTERN.find(get(headers=(("User-Agent", DALVIK),)))) == {
        ("os_version", "likely", "Android 6.0.1"),
        ("device_model", "likely", "ONE A2003"),
    }


def test_every_match_of_a_text_counts() -> None:
    assert found("anna@example.org, bert@example.org") == {
        ("email", "likely", "anna@example.org"),
        ("email", "likely", "bert@example.org"),
    }


def test_keys_are_looked_at_too_at_every_layer() -> None:
    clues = list(PATTERN.find(said({"anna@example.org": '{"0a:1b:02:3d:4e:5f": 1}'})))
    assert brief(clues) == {("email", "likely", "anna@example.org"), ("mac_address", "likely", "0a:1b:02:3d:4e:5f")}


def test_numbers_of_fields_are_no_address() -> None:
    innermost = Field("protobuf", "10.1.2.7", 0, Field("body", "", b""))
    named = Field("json", '$["10.1.2.7"]', 0)
    assert brief(PATTERN.find(request_of(Exchange(0, "POST", "https://a.example/"), [innermost]))) == set()
    assert {kind for kind, _, _ in brief(PATTERN.find(request_of(Exchange(0, "POST", ""), [named])))} == {"local_ip"}


def test_the_reason_names_the_standard_and_the_check() -> None:
    reasons = [clue.reason for clue in PATTERN.find(said({"a": "iPhone9,4 0a:1b:02:3d:4e:5f"}))]
    assert [(reason.text, reason.source) for reason in reasons] == [
        ("has the form of IEEE 802, colon form and passes the mac check", "IEEE 802, colon form"),
        ("has the form of Apple hardware string (utsname.machine)", "Apple hardware string (utsname.machine)"),
    ]


@given(st.lists(st.tuples(st.text(), st.text() | st.binary() | st.integers() | st.floats())))
def test_no_field_raises(values: list[tuple[str, Value]]) -> None:
    request = request_of(Exchange(0, "GET", "x"), [Field("json", path, value) for path, value in values])
    assert all(clue.reason.way == "pattern" for clue in PATTERN.find(request))


@given(st.lists(st.sampled_from(["x", "", "1.5", "ä", "; "]), max_size=4), st.integers(0, 4))
def test_where_in_the_request_a_value_stands_changes_nothing(others: list[str], place: int) -> None:
    texts = [*others[:place], "[+447700900123]", *others[place:]]
    request = request_of(Exchange(0, "GET", "x"), [Field("json", "$", text) for text in texts])
    assert brief(PATTERN.find(request)) == {("phone_number", "likely", "+447700900123")}


def test_a_field_of_endless_matches_is_checked_a_bounded_number_of_times() -> None:
    clues = list(PATTERN.find(said({"a": "anna@example.org " * 10_001})))
    assert len(clues) == 10_000
