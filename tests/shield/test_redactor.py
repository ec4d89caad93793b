from __future__ import annotations

import msgspec
import pytest

from phonehome.model import Damage, Exchange, Owner
from phonehome.shield.rules import Rule, Rules
from shield.redacting import redactor

OWNER = Owner({"email": ("anna@example.com",)})


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("Cookie", "sid=abc123; theme=dark", ["sid=", "; theme="]),
        ("Set-Cookie", "sid=abc123; Path=/; HttpOnly", ["sid=", "; Path=/; HttpOnly"]),
        ("Authorization", "Bearer secret-token", ["Bearer "]),
    ],
)
def test_what_opens_something_is_replaced_and_its_names_stay(name: str, value: str, left: list[str]) -> None:
    ((_, new),) = redactor().headers(((name, value),))
    assert all(piece in new for piece in left)
    assert not {"abc123", "secret-token", "dark"} & set(new.replace("=", " ").replace(";", " ").split())


def test_the_clients_address_is_one_for_documentation() -> None:
    assert redactor().headers((("X-Forwarded-For", "203.0.113.7"), ("A", "b"))) == (
        ("X-Forwarded-For", "192.0.2.1"),
        ("A", "b"),
    )


def test_what_was_replaced_is_counted() -> None:
    one = redactor(OWNER)
    one.through(Exchange(0, "POST", "https://a.example/", body=b'{"m": "anna@example.com"}'))
    assert one.done.kinds == {("email", "replace"): 1}


def test_an_exchange_that_may_not_go_on_is_refused() -> None:
    with pytest.raises(ValueError, match="rule"):
        redactor(OWNER, Rules(rules=(Rule("block"),))).through(
            Exchange(0, "POST", "https://a.example/", body=b'{"m": "anna@example.com"}')
        )


def test_bytes_that_nothing_opens_are_zeros_and_counted() -> None:
    one = redactor(OWNER)
    body = bytes(range(128, 256))
    assert one.through(Exchange(0, "POST", "https://a.example/", body=body)).body == bytes(128)
    assert one.done.opaque == 128


@pytest.mark.parametrize(
    ("url", "new", "count"),
    [
        ("https://anna:pw@a.example/x", "https://a.example/x", 1),
        ("anna:pw@a.example:443", "a.example:443", 1),
        ("https://a.example/@anna", "https://a.example/@anna", 0),
        ("https://a.example?x=a@b", "https://a.example?x=a@b", 0),
    ],
)
def test_a_url_loses_its_password(url: str, new: str, count: int) -> None:
    one = redactor(OWNER)
    assert (one.url(url), one.done.parts.total()) == (new, count)


def test_an_address_stays_in_its_family() -> None:
    assert (redactor().address("10.0.0.3"), redactor().address("fe80::1")) == ("192.0.2.1", "2001:db8::1")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (msgspec.DecodeError("byte 7"), "it is not what its format says"),
        (UnicodeEncodeError("utf-8", "secret", 0, 1, "why"), "it holds text that is none"),
        (RecursionError("deep"), "it nests too deeply"),
        (ValueError("no"), "no"),
        ("it is cut off", "it is cut off"),
    ],
)
def test_what_is_left_out_has_a_reason_that_gives_nothing_away(error: Exception | str, why: str) -> None:
    done = redactor().done
    done.leave_out(error)
    assert done.left_out == {why: 1}


def test_reasons_without_end_are_counted_together() -> None:
    done = redactor().done
    for number in range(100):
        done.leave_out(f"reason {number}")
        done.lost(Damage(number, 1, "x"))
    assert (len(done.left_out), done.left_out.total(), len(done.damage)) == (21, 100, 20)
