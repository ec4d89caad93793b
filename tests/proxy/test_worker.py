from __future__ import annotations

import msgspec

from phonehome.knowledge.load import load
from phonehome.live.spoken import Shielded
from phonehome.model import Exchange, Owner, Recipient
from phonehome.proxy.worker import Verdict, frame, judge, knowledge_of
from phonehome.shield.rules import Rule, Rules

IMEI = "490154203237518"
OWNER = Owner({"imei": (IMEI,)})
ASKED = Exchange(0, "GET", f"https://a.example/?i={IMEI}")


def shielded(*rules: Rule) -> Shielded:
    return Shielded(OWNER, Rules(rules=rules), b"k" * 32)


def test_what_stays_is_not_sent_back() -> None:
    assert judge(shielded())(ASKED) == Verdict(recipient=Recipient("a.example"), left=("imei",))


def test_what_is_rewritten_comes_back() -> None:
    verdict = judge(shielded(Rule("zero", "all", kinds=("imei",))))(ASKED)
    assert verdict.exchange == Exchange(0, "GET", f"https://a.example/?i={'0' * 15}")
    assert [(one.kind, one.before) for one in verdict.changes] == [("imei", "49**********518")]


def test_bytes_that_nothing_opens_are_counted() -> None:
    asked = Exchange(0, "POST", "https://a.example/", body=bytes(range(128, 160)))
    assert judge(shielded())(asked) == Verdict(recipient=Recipient("a.example"), unread=32)


def test_tables_of_ones_own_are_taken() -> None:
    own = msgspec.msgpack.encode(load())
    assert knowledge_of(Shielded(OWNER, Rules(), b"", own)) == load()


def test_a_frame_is_its_length_and_its_data() -> None:
    assert frame(b"abc") == b"\x03\0\0\0abc"
