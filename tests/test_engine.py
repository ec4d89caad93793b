from __future__ import annotations

import pickle
from base64 import b64encode

import pytest
from msgspec.structs import replace

from phonehome.engine import examine, examiner, keyring
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Endpoint, EndpointKey
from phonehome.model import Exchange, Owner, Recipient
from phonehome.phones import des

IMEI = "490154203237518"
OWNER = Owner({"imei": (IMEI,)})
TELLING = Exchange(4, "POST", "https://open.oneplus.net/x", body=b'{"serial_of_nothing":"' + IMEI.encode() + b'"}')
SILENT = Exchange(5, "GET", "https://example.org/")
REFUSED = Exchange(6, "CONNECT", "https://open.oneplus.net/", sent=False)


def test_exchange_is_decoded_searched_and_attributed() -> None:
    (told,) = examine([TELLING], OWNER, load())
    assert told.exchange == TELLING
    assert told.recipient == Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
    assert IMEI in [field.value for field in told.decoded.fields]
    found = [(one.kind, one.certainty, one.value, str(one.location)) for one in told.findings]
    assert found == [("imei", "confirmed", IMEI, "e4 body > json $.serial_of_nothing")]


def test_attempt_names_a_recipient_and_nothing_else() -> None:
    (refused,) = examine([REFUSED], OWNER, load())
    assert refused.recipient.organisation == "OnePlus"
    assert (refused.decoded.fields, refused.decoded.sent, refused.findings) == ([], 0, [])


@pytest.mark.parametrize("url", ["http:///x", "http://[/x", "/x"])
def test_without_a_host_the_address_names_the_recipient(url: str) -> None:
    (told,) = examine([Exchange(0, "GET", url, address="[2001:db8::7]")], OWNER, load())
    assert told.recipient == Recipient("2001:db8::7")


def test_exchanges_are_examined_one_by_one_in_their_order() -> None:
    source = iter([SILENT, TELLING, REFUSED])
    stream = examine(source, OWNER, load())
    assert next(stream).exchange == SILENT
    assert next(source) == TELLING
    assert [one.exchange for one in stream] == [REFUSED]


def test_examined_exchange_can_travel_between_processes() -> None:
    told = examiner(OWNER, load())(TELLING)
    assert pickle.loads(pickle.dumps(told)) == told  # noqa: S301 - our own bytes


def test_exchange_does_not_change_what_is_found_in_the_next() -> None:
    alone = examiner(OWNER, load())(TELLING)
    shared = examiner(OWNER, load())
    assert [shared(one) for one in (SILENT, TELLING, TELLING)][1:] == [alone, alone]


KEY = b"ph-test1"


def endpoint(*keys: EndpointKey) -> Endpoint:
    return Endpoint("Example", ("a.example.org",), "/up", "", keys=keys)


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://a.example.org/up?x=1", True),
        ("https://A.example.org:444/up", True),
        ("https://a.example.org/down", False),
        ("https://b.example.org/up", False),
        ("http://[", False),
    ],
)
def test_key_of_an_adapter_opens_what_is_sent_to_its_address(url: str, *, opened: bool) -> None:
    knowledge = replace(load(), endpoints=(endpoint(EndpointKey("des-ecb", KEY.hex())),))
    body = b'{"a":"' + b64encode(des.encrypted(f"imei {IMEI}".encode(), KEY)) + b'"}'
    (told,) = examine([Exchange(0, "POST", url, body=body)], OWNER, knowledge)
    found = [str(one.location) for one in told.findings if one.value == IMEI]
    assert found == (["e0 body > json $.a > base64 > des-ecb"] if opened else [])


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (EndpointKey("des-ecb", "00"), "Example: a key for des-ecb has 8 bytes, not 1"),
        (EndpointKey("aes-ecb", "no hex"), "Example: non-hexadecimal"),
        (EndpointKey("aes-cbc", "00" * 16, "00"), "Example: an initialisation vector of 1 bytes"),
    ],
)
def test_key_that_is_none_is_refused_with_its_endpoint(key: EndpointKey, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}"):
        keyring(replace(load(), endpoints=(endpoint(key),)))


def test_bundled_tables_hold_no_key() -> None:
    assert [one.name for one in load().endpoints if one.keys] == []
