from __future__ import annotations

import pickle

from phonehome.engine import examine, examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner, Recipient

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
