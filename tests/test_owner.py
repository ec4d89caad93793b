from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect import detector
from phonehome.knowledge.load import load
from phonehome.model import Owner
from phonehome.owner import RULES, parse

KNOWLEDGE = load()


def with_value(kind: str, value: str, region: str = "GB") -> str:
    return f"[values]\n{kind} = ['{value}']\n[context]\nregion = '{region}'\n"


def refusal(text: str | bytes) -> str:
    with pytest.raises(ValueError, match=r"owner\.toml") as caught:
        parse(text, KNOWLEDGE)
    return str(caught.value)


def test_a_whole_file() -> None:
    text = """
        [values]
        imei = ["490154203237518", "49-015420-323751-8"]
        ssid = ['"Café"']
        name = []

        [context]
        region = "GB"
        timezone = "Europe/London"
    """
    values = {"imei": ("490154203237518", "49-015420-323751-8"), "ssid": ('"Café"',), "name": ()}
    assert parse(text, KNOWLEDGE) == Owner(values, "GB", "Europe/London")


@pytest.mark.parametrize("text", ["", b"", "# nobody", "[values]", "[context]\nregion = ''"])
def test_nothing_need_be_known(text: str | bytes) -> None:
    assert parse(text, KNOWLEDGE) == Owner()


GOOD = [
    ("imei", "490154203237518"),
    ("imei", "49015420323751"),
    ("imei", "4901542032375101"),
    ("imei", "49 015420 323751 8"),
    ("meid", "AF0123450ABCDE"),
    ("meid", "AF0123450ABCDEC"),
    ("meid", "270113177609606898"),
    ("imsi", "234300123456789"),
    ("iccid", "8944101234567890128"),
    ("iccid", "8944 1012 3456 7890 12"),
    ("iccid", "8944101234567890128F"),
    ("mac_address", "0a:1b:02:3d:4e:5f"),
    ("mac_address", "0A1B.023D.4E5F"),
    ("bluetooth_mac", "0A-1B-02-3D-4E-5F"),
    ("bssid", "0a1b023d4e5f"),
    ("android_id", "9774d56d682e549d"),
    ("android_id", "74d56d682e549d"),
    ("gsf_id", "-7533161610807978851"),
    ("gsf_id", "10913582462901572765"),
    ("advertising_id", "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab"),
    ("advertising_id", "6F1ED5A07A3C4A6E9F0E0123456789AB"),
    ("email", "anna@example.org"),
    ("phone_number", "+447700900123"),
    ("phone_number", "07700 900123"),
    ("contact", "Bert Meier"),
    ("contact", "+447700900456"),
    ("location", "52.5163,13.3777"),
    ("location", "-33.86880, 151.20930"),
    ("location", "52.516"),
    ("birth_date", "1991-04-17"),
    ("local_ip", "192.168.178.23"),
    ("public_ip", "2001:db8::1"),
    ("ssid", "a name of thirty-two octets, just"),
    ("serial", "258cfeb1"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_possible_value_is_taken_and_can_be_looked_for(kind: str, value: str) -> None:
    value = value[:32] if kind == "ssid" else value
    owner = parse(with_value(kind, value), KNOWLEDGE)
    assert owner == Owner({kind: (value,)}, "GB")
    assert callable(detector(owner, KNOWLEDGE))


def test_every_rule_has_a_good_example() -> None:
    assert set(RULES) <= {kind for kind, _ in GOOD}


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("imei", "860461024123456", "an IMEI has 15 digits with a right check digit"),
        ("imei", "49015420323", "an IMEI has 15 digits"),
        ("imei", "²²²²²²²²²²²²²²", "an IMEI has 15 digits"),
        ("meid", "AF012345", "a MEID has 14 hex digits"),
        ("imsi", "999100123456789", "an IMSI has 14 or 15 digits"),
        ("iccid", "7744101234567890128", "an ICCID has 18 to 20 digits and starts with 89"),
        ("mac_address", "0a:1b:02", "a MAC address has 12 hex digits"),
        ("bluetooth_mac", "none", "a MAC address has 12 hex digits"),
        ("bssid", "0a:1b:02:3d:4e:5g", "a BSSID has 12 hex digits"),
        ("android_id", "not hex", "a 64-bit number in hex or decimal"),
        ("android_id", "18446744073709551616", "a 64-bit number in hex or decimal"),
        ("gsf_id", "-9223372036854775809", "a 64-bit number in hex or decimal"),
        ("advertising_id", "6f1ed5a0", "a UUID with 32 hex digits"),
        ("email", "anna", "an address such as anna@example.org"),
        ("email", "anna@localhost", "an address such as anna@example.org"),
        ("email", "@example.org", "an address such as anna@example.org"),
        ("email", "anna b@example.org", "an address such as anna@example.org"),
        ("phone_number", "+44", "no phone number"),
        ("phone_number", "+44123", "too short or too long for its country"),
        ("phone_number", "abc", "no phone number"),
        ("contact", "+44123", "too short or too long for its country"),
        ("location", "52.5163,213.3777", "latitude,longitude in degrees with 3 or more decimals"),
        ("location", "52.51,13.37", "latitude,longitude in degrees with 3 or more decimals"),
        ("location", "52.5163,13.3777,35.000", "latitude,longitude in degrees"),
        ("location", "Berlin", "latitude,longitude in degrees"),
        ("birth_date", "17.04.1991", "a date such as 1991-04-17"),
        ("birth_date", "1791-04-17", "a date such as 1991-04-17"),
        ("local_ip", "192.168.178", "an IP address"),
        ("public_ip", "home", "an IP address"),
        ("ssid", "ä" * 17, "a Wi-Fi name has at most 32 octets"),
        ("serial", " ", "an empty value finds nothing"),
    ],
)
def test_an_impossible_value_is_refused_with_its_key_and_the_reason(kind: str, value: str, why: str) -> None:
    said = refusal(with_value(kind, value))
    assert said.startswith(f"owner.toml: [values] {kind}")
    assert why in said


def test_a_national_number_needs_a_region() -> None:
    assert refusal(with_value("phone_number", "07700 900123", "")) == (
        "owner.toml: [values] phone_number = '07700 900123': in national form it needs [context] region"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[values]\nimeis = ['1']", "owner.toml: [values] imeis: no such kind (did you mean imei?)"),
        ("[values]\nphone = ['1']", "owner.toml: [values] phone: no such kind (did you mean phone_number?)"),
        ("[values]\nshoe = ['42']", "owner.toml: [values] shoe: no such kind (see the list of kinds)"),
        ("[context]\nregion = 'UK'", "owner.toml: [context] region = 'UK': not an ISO 3166-1 code such as GB"),
        ("[context]\ntimezone = 'BST'", "owner.toml: [context] timezone = 'BST': not a name such as Europe/London"),
    ],
)
def test_unknown_names_are_refused_with_a_suggestion(text: str, said: str) -> None:
    assert refusal(text) == said


@pytest.mark.parametrize("value", ["490154203237518", "[490154203237518]", "'490154203237518'", "{a = 1}", "[['1']]"])
def test_what_is_no_list_of_texts_is_refused_with_an_example(value: str) -> None:
    assert refusal(f"[values]\nimei = {value}") == (
        'owner.toml: [values] imei: wanted is a list of texts in quotes, such as imei = ["..."]'
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[values", "']'"),
        (b"\xff\xfe", "utf-8"),
        ("[people]\nname = ['Anna']", "`people`"),
        ("[context]\nregions = 'GB'", "`regions`"),
        ("[context]\nregion = 44", "`$.context.region`"),
        ("values = 1", "`$.values`"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str | bytes, part: str) -> None:
    assert part in refusal(text)


@given(st.text() | st.binary())
def test_any_other_text_is_refused_or_says_nothing(text: str | bytes) -> None:
    try:
        owner = parse(text, KNOWLEDGE)
    except ValueError as error:
        assert str(error).startswith("owner.toml: ")  # noqa: PT017 - most texts are refused, comments are not
    else:
        assert owner == Owner()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = " + "[" * 99_999, "nests too deeply to be read"),
        (with_value("name", "a" * 1001), "[values] name: a value has at most 1000 characters"),
        (f"[values]\nname = {['a'] * 501}", "more than 500 values; each is looked for in hundreds of writings"),
    ],
)
def test_an_endless_file_is_refused(text: str, sentence: str) -> None:
    assert refusal(text) == f"owner.toml: {sentence}"
