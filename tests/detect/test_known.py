from __future__ import annotations

import hashlib
import zlib
from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.digests import FAMILIES
from phonehome.detect.forms import forms
from phonehome.detect.known import Known
from phonehome.detect.request import Request, request_of
from phonehome.model import Exchange, Field, Owner, Value

from .building import OWNER, brief, get, post, said

KNOWN = Known(OWNER)
IMEI = "490154203237518"
ANDROID = 0x9774D56D682E549D


def found(message: object) -> set[tuple[str, str, str]]:
    return brief(KNOWN.find(said(message)))


def reasons(request: Request) -> set[str]:
    return {clue.reason.text for clue in KNOWN.find(request)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("imei", IMEI),
        ("imei", "49015420323751"),
        ("imei", "4901542032375101"),
        ("imei", "49-015420-323751-8"),
        ("imei", "815732302451094"),
        ("serial", "258cfeb1"),
        ("serial", "258CFEB1"),
        ("mac_address", "0a:1b:02:3d:4e:5f"),
        ("mac_address", "0A:1B:02:3D:4E:5F"),
        ("mac_address", "0a-1b-02-3d-4e-5f"),
        ("mac_address", "0a1b.023d.4e5f"),
        ("mac_address", "0a1b023d4e5f"),
        ("mac_address", "a:1b:2:3d:4e:5f"),
        ("mac_address", "11111117966943"),
        ("android_id", "9774d56d682e549d"),
        ("android_id", "9774D56D682E549D"),
        ("android_id", str(ANDROID)),
        ("android_id", str(ANDROID - (1 << 64))),
        ("iccid", "8944101234567890128"),
        ("iccid", "8944101234567890128F"),
        ("iccid", "89441012345678901285"),
        ("advertising_id", "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab"),
        ("advertising_id", "6F1ED5A0-7A3C-4A6E-9F0E-0123456789AB"),
        ("advertising_id", "6f1ed5a07a3c4a6e9f0e0123456789ab"),
        ("phone_number", "+447700900123"),
        ("phone_number", "447700900123"),
        ("phone_number", "00447700900123"),
        ("phone_number", "+44 7700 900123"),
        ("phone_number", "+44-7700-900123"),
        ("phone_number", "07700900123"),
        ("phone_number", "07700 900123"),
        ("phone_number", "7700900123"),
        ("email", "anna@example.org"),
        ("email", "Anna@Example.ORG"),
        ("ssid", "Anna's Café"),
        ("ssid", "anna's café"),
        ("ssid", "Anna\u2019s Café"),
        ("name", "Anna Schmidt"),
        ("name", "ANNA SCHMIDT"),
        ("name", "Schmidt, Anna"),
        ("name", "AnnaSchmidt"),
    ],
)
def test_a_form_of_a_value_is_confirmed_wherever_it_stands(kind: str, text: str) -> None:
    sure = (kind, "confirmed")
    assert {one[:2] for one in found({"a": text})} == {sure}
    assert sure in {one[:2] for one in found({"a": f"so it is: {text}, he said."})}
    assert sure in {one[:2] for one in found([{text: [1]}])}
    assert sure in {one[:2] for one in found({text: '{"b":[1,2]}'})}


@pytest.mark.parametrize("text", ["17.04.1991", "19910417", "1991/04/17", "04/17/1991", "1991-04-17"])
def test_a_birth_date_is_likely_as_a_whole_value_and_possible_inside_a_text(text: str) -> None:
    assert found({"a": text}) == {("birth_date", "likely", text)}
    assert found({"a": f"on {text} or so"}) == {("birth_date", "possible", text)}


@pytest.mark.parametrize(
    ("message", "seen"), [({"a": "Anna"}, True), ({"a": "dear Anna"}, False), ({"Anna": 1}, False)]
)
def test_a_part_of_a_name_counts_only_as_a_whole_value(message: object, *, seen: bool) -> None:
    assert found(message) == ({("name", "possible", "Anna")} if seen else set())


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hash_is_confirmed_in_every_writing(family: str) -> None:
    digest = hashlib.new(family, IMEI.encode()).digest()
    writings = [
        digest.hex(),
        digest.hex().upper(),
        digest.hex()[:16],
        digest.hex()[:20],
        b64encode(digest).decode(),
        urlsafe_b64encode(digest).decode().rstrip("="),
        str(int.from_bytes(digest[:8])),
        str(int.from_bytes(digest[:8], signed=True)),
    ]
    for text in writings:
        assert {one[:2] for one in found({"a": text})} == {("imei", "confirmed")}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("imei", "49015420323751"),
        ("imei", "49-015420-323751-8"),
        ("email", "anna@example.org"),
        ("email", "ANNA@EXAMPLE.ORG"),
        ("mac_address", "0a1b023d4e5f"),
        ("mac_address", "0A1B023D4E5F"),
        ("mac_address", "0A:1B:02:3D:4E:5F"),
        ("phone_number", "+447700900123"),
        ("phone_number", "07700900123"),
        ("android_id", str(ANDROID)),
    ],
)
def test_a_hash_of_any_form_is_confirmed(kind: str, text: str) -> None:
    once = hashlib.sha256(text.encode()).hexdigest()
    twice = hashlib.sha256(hashlib.md5(text.encode()).hexdigest().encode()).hexdigest()
    assert found({"a": once, "b": twice}) == {(kind, "confirmed", once), (kind, "confirmed", twice)}


def test_a_hash_says_what_it_hides_and_a_checksum_does_not() -> None:
    texts = [hashlib.md5(IMEI.encode()).hexdigest(), f"{zlib.crc32(IMEI.encode()):08x}"]
    clues = [clue for text in texts for clue in KNOWN.find(said({"a": text}))]
    assert [(clue.value, clue.hides) for clue in clues] == [(texts[0], IMEI), (texts[1], "")]


def test_a_hash_is_named_with_its_family_and_its_value() -> None:
    texts = ["l6IQUjLsyHVvA6Ap", "0eaed834a1e6f4b2bf0c024e0013dea1"]
    assert [reasons(said(text)) for text in ({"_di_": texts[0]}, {"imei": texts[1]})] == [
        {"SHA-1 of the owner's value"},
        {"MD5 of the owner's value"},
    ]


def test_crc_32_is_only_possible_and_only_alone() -> None:
    crc = f"{zlib.crc32(IMEI.encode()):08x}"
    assert found({"a": crc, "b": f"{crc}0", "c": f"f{crc}"}) == {("imei", "possible", crc)}


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"a": f"imei{IMEI}x"}, {("imei", "likely", IMEI)}),
        ({"a": "annaschmidt91"}, {("name", "likely", "annaschmidt")}),
        ({"a": f"{IMEI}_1"}, {("imei", "confirmed", IMEI)}),
    ],
)
def test_glued_to_characters_of_another_sort_a_long_value_is_likely(
    message: object, seen: set[tuple[str, str, str]]
) -> None:
    assert found(message) == seen


@pytest.mark.parametrize(
    "text",
    [
        f"1{IMEI}",
        f"{IMEI}7654321",
        f"1{IMEI}00",
        "x258cfeb1",
        "9f258cfeb17c3e",
        "hanna@example.org",
        "jo.anna@example.org",
        "anna@example.org.uk",
        "anna@example.organic",
        "johannaschmidt",
        "1447700900123",
        "the name of anna",
        "6f1ed5a0",
        "f0eaed834a1e6f4b2bf0c024e0013dea1",
    ],
)
def test_a_part_of_another_word_or_number_says_nothing(text: str) -> None:
    assert found({"a": text}) == set()


@pytest.mark.parametrize(
    ("value", "message", "seen"),
    [
        ("en", {"a": "en"}, {("language", "possible", "en")}),
        ("en", {"a": "when in doubt, en route"}, set()),
        ("e", {"a": "e"}, set()),
        ("german", {"a": "german"}, {("language", "likely", "german")}),
        ("german", {"a": "a german word"}, {("language", "possible", "german")}),
        ("german", {"a": "germany"}, set()),
    ],
)
def test_a_short_value_says_little(value: str, message: object, seen: set[tuple[str, str, str]]) -> None:
    assert brief(Known(Owner({"language": (value,)})).find(said(message))) == seen


def test_of_two_values_with_one_text_the_one_that_says_more_counts() -> None:
    owner = Owner({"name": ("Anna Schmidt",), "ssid": ("Schmidt",), "device_name": ("Schmidt",)})
    assert brief(Known(owner).find(said({"a": "Schmidt"}))) == {("ssid", "confirmed", "Schmidt")}


def test_values_are_found_in_paths_queries_headers_cookies_and_bodies() -> None:
    requests = [
        get(f"https://a.example.org/phones/{IMEI}"),
        get(f"https://a.example.org/?q={IMEI}"),
        get(headers=(("X-Phone", IMEI),)),
        get(headers=(("Cookie", f"a=b; c={IMEI}"),)),
        post(IMEI.encode()),
        post(f"a={IMEI}&b=c".encode()),
        post(b"\x0a\x0f" + IMEI.encode()),
    ]
    assert [brief(KNOWN.find(request)) for request in requests] == [{("imei", "confirmed", IMEI)}] * len(requests)


def test_a_value_does_not_reach_from_a_path_into_its_value() -> None:
    known = Known(Owner({"ssid": ("wireless\0network",)}))
    fields = [Field("query", "wireless", "network"), Field("query", "b", "wireless\0network")]
    assert [clue.field.path for clue in known.find(request_of(Exchange(0, "GET", "x"), fields))] == ["b"]


def test_nothing_is_found_for_an_owner_of_whom_nothing_but_places_is_known() -> None:
    owner = Owner({"location": ("52.5163,13.3777",)})
    assert list(Known(owner).find(said({"a": "52.5163,13.3777"}))) == []


@given(st.sampled_from(sorted(set(OWNER.values) - {"location"})), st.data())
def test_every_form_leads_back_to_its_kind(kind: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(kind, OWNER.values[kind][0], OWNER)))
    request = request_of(Exchange(0, "GET", "https://example.org"), [Field("json", "$.a", form.text)])
    assert kind in {clue.kind for clue in KNOWN.find(request)}


@given(st.lists(st.tuples(st.text(), st.text() | st.binary() | st.integers() | st.floats())))
def test_no_field_raises(values: list[tuple[str, Value]]) -> None:
    request = request_of(Exchange(0, "GET", "x"), [Field("json", path, value) for path, value in values])
    assert all(clue.certainty in {"confirmed", "likely", "possible"} for clue in KNOWN.find(request))


@given(st.lists(st.sampled_from(["x", "", "1.5", "ä", "\0"]), max_size=4), st.integers(0, 4))
def test_where_in_the_request_a_value_stands_changes_nothing(others: list[str], place: int) -> None:
    texts = [*others[:place], f"[{IMEI}]", *others[place:]]
    request = request_of(Exchange(0, "GET", "x"), [Field("json", "$", text) for text in texts])
    assert brief(KNOWN.find(request)) == {("imei", "confirmed", IMEI)}


def test_a_value_that_stands_a_thousand_times_in_a_field_is_told_once_in_each_field() -> None:
    request = said({"a": "anna@example.org " * 1000, "b": "anna@example.org"})
    clues = [clue for clue in KNOWN.find(request) if clue.kind == "email"]
    assert [clue.field.path for clue in clues] == ["$.a", "$.b"]


def test_a_value_of_one_character_is_not_looked_for() -> None:
    assert list(Known(Owner({"name": ("a", ".")})).find(said({"a": "a", "b": "a" * 99}))) == []
