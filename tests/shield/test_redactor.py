from __future__ import annotations

import pytest

from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.shield.outcome import Shield
from phonehome.shield.redactor import Redactor
from phonehome.shield.rules import Rule, Rules, find, read_rules

OWNER = Owner({"email": ("anna@example.com",)})


def redactor(rules: Rules | None = None) -> Redactor:
    return Redactor(Shield(OWNER, load(), rules or read_rules(find("everything"), load()), b"k" * 32))


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
    one = redactor()
    one.through(Exchange(0, "POST", "https://a.example/", body=b'{"m": "anna@example.com"}'))
    assert one.done.kinds == {"email": 1}


def test_an_exchange_that_may_not_go_on_is_refused() -> None:
    with pytest.raises(ValueError, match="rule"):
        redactor(Rules(rules=(Rule("block"),))).through(
            Exchange(0, "POST", "https://a.example/", body=b'{"m": "anna@example.com"}')
        )
