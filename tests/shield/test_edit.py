from __future__ import annotations

import pytest

from phonehome.detect.checks import luhn
from phonehome.model import Event, Field, Finding, Location, Owner, Reason, Value
from phonehome.shield.edit import Editor, Places, typed, unpadded, zero
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rules import Rule
from phonehome.shield.writings import Writings

IMEI = "490154203237518"
OWNER = Owner({"imei": (IMEI,)})
PSEUDONYMS = Pseudonyms(b"k" * 32, "OnePlus")
EDITOR = Editor(Writings(OWNER, PSEUDONYMS), PSEUDONYMS)
BODY = Field("body", "", b"")
KNOWN, NAMED = Reason("known", "the owner's value"), Reason("field name", "the field is called so")


def finding(kind: str, value: str, field: Field, reason: Reason = NAMED, *, event: Event | None = None) -> Finding:
    return Finding(kind, "confirmed", value, Location(0, field.steps), (reason,), event)


def test_a_place_is_a_field_or_the_record_that_it_stands_in() -> None:
    fields = [Field("json", path, "", BODY) for path in ("$.a[0].b", "$.a[0].c[1]", "$.a[10].b")]
    places = Places([*fields, Field("form", "$.a[0]", "", BODY)])
    record = Field("json", "$.a[0]", "", BODY)
    assert places.at(fields[0].steps) == [fields[0]]
    assert places.at(record.steps) == fields[:2]


@pytest.mark.parametrize(
    ("kind", "found", "reason", "before", "after"),
    [
        ("imei", IMEI, KNOWN, f"x {IMEI}", f"x {PSEUDONYMS.of('imei', IMEI)}"),
        ("imei", IMEI, KNOWN, int(IMEI), int(unpadded(PSEUDONYMS.of("imei", IMEI)))),
        ("serial", "abc1", NAMED, "abc1", PSEUDONYMS.of("serial", "abc1")),
        ("serial", "ABC1", NAMED, "is abc1", f"is {PSEUDONYMS.of('serial', 'ABC1')}"),
        (
            "android_id",
            "00000000000000ff",
            NAMED,
            255,
            int(PSEUDONYMS.of("android_id", "00000000000000ff"), 16) % (1 << 63),
        ),
        ("app_list", "com.a, com.b", NAMED, "com.b", PSEUDONYMS.of("app_list", "com.b")),
        ("serial", "elsewhere", NAMED, "abc1", PSEUDONYMS.of("", "abc1")),
    ],
)
def test_a_value_is_replaced(kind: str, found: str, reason: Reason, *, before: Value, after: Value) -> None:
    field = Field("json", "$.a", before, BODY)
    assert EDITOR.edited(finding(kind, found, field, reason), Rule("replace"), field) == after


EVENT = Event("start", 1484177385123, app="com.whatsapp")


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("replace", "com.whatsapp20", PSEUDONYMS.of("app_usage", "com.whatsapp") + "20"),
        ("coarsen", "com.whatsapp", None),
        ("replace", 1484177385123, 1484175600000),
        ("coarsen", 1484177385123, 1484175600000),
        ("replace", "127951484177385123", "127951484175600000"),
        ("replace", "start", None),
        ("zero", "start", ""),
    ],
)
def test_of_an_event_the_times_are_cut_and_the_app_is_replaced(action: str, before: Value, after: Value | None) -> None:
    field = Field("json", "$.a", before, BODY)
    rule = Rule("replace") if action == "replace" else Rule("zero" if action == "zero" else "coarsen")
    assert EDITOR.edited(finding("app_usage", "start com.whatsapp", field, event=EVENT), rule, field) == after


@pytest.mark.parametrize(
    ("text", "unpadded_"),
    [("001017001234565", "201017001234565"), ("001010123456788", "201010123456788"), ("0", "0"), ("490154", "490154")],
)
def test_a_number_keeps_its_digits(text: str, unpadded_: str) -> None:
    assert unpadded(text) == unpadded_


def test_an_imei_keeps_its_check_digit_as_a_number() -> None:
    assert luhn(unpadded(PSEUDONYMS.of("imei", IMEI)))


def test_a_value_that_can_be_made_no_coarser_stays() -> None:
    field = Field("json", "$.a", "word", BODY)
    assert EDITOR.edited(finding("serial", "word", field), Rule("coarsen"), field) == "word"


def test_a_name_is_replaced_where_it_stands() -> None:
    text = f'{{"{IMEI}": 1}}'
    found = finding("imei", IMEI, Field("json", f'$["{IMEI}"]', 1, BODY), KNOWN)
    assert EDITOR.renamed(found, text) == f'{{"{PSEUDONYMS.of("imei", IMEI)}": 1}}'


@pytest.mark.parametrize(
    ("text", "like", "value"),
    [("12", 1, 12), ("x", 1, 0), ("1.5", 2.5, 1.5), ("a", "b", "a"), ("a", b"b", b"a"), ("-3", -1, -3)],
)
def test_a_text_becomes_a_value_of_that_type(text: str, like: Value, value: Value) -> None:
    assert typed(text, like) == value


@pytest.mark.parametrize(
    ("value", "nothing"), [("abc", ""), ("123", "000"), ("true", "false"), (7, 0), (1.5, 0.0), (b"ab", b"\0\0")]
)
def test_zero_is_nothing_of_the_same_type(value: Value, nothing: Value) -> None:
    assert zero(value) == nothing


def test_within_a_field_is_all_that_was_opened_from_it() -> None:
    sealed = Field("json", "$.m", "c2VhbGVk", BODY)
    inner = Field("des-ecb", "", "words", Field("base64", "", b"sealed", sealed))
    other = Field("json", "$.n", 1, BODY)
    assert (Places([sealed, inner, other]).within(sealed), Places([sealed, other]).within(other)) == ([inner], [])
