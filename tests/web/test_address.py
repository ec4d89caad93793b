from __future__ import annotations

import pytest

from phonehome.web.address import Address, answers_to, parse


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8080", Address("127.0.0.1", 8080)),
        ("localhost:0", Address("localhost", 0)),
        ("[::1]:80", Address("::1", 80)),
        ("127.1.2.3:1", Address("127.1.2.3", 1)),
    ],
)
def test_an_address_of_this_computer_is_taken(text: str, address: Address) -> None:
    assert (parse(text), parse(text).is_loopback) == (address, True)


@pytest.mark.parametrize("text", ["", "8080", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999", "a:1/b", "u@a:1", "[::1"])
def test_what_is_no_address_and_port_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an address and a port such as 127\.0\.0\.1:8081"):
        parse(text)


@pytest.mark.parametrize("text", ["0.0.0.0:8080", "192.168.1.2:80", "example.org:80", "[::]:80"])
def test_others_may_look_on_only_when_told(text: str) -> None:
    with pytest.raises(ValueError, match="give --web-open too if they may"):
        parse(text)
    assert not parse(text, is_open=True).is_loopback


HERE = Address("127.0.0.1", 8080)
EVERYWHERE = Address("0.0.0.0", 8080)  # noqa: S104 - what a user may ask for
LAN = Address("192.168.1.2", 8080)
SIX = Address("::1", 8080)


@pytest.mark.parametrize(
    ("address", "asked", "is_ours"),
    [
        (HERE, "127.0.0.1:8080", True),
        (HERE, "localhost:8080", True),
        (HERE, "LOCALHOST:8080", True),
        (HERE, "localhost", False),
        (HERE, "localhost:8081", False),
        (HERE, "localhost:\u0668\u0660\u0668\u0660", False),
        (HERE, "127.0.0.1:8080:8080", False),
        (HERE, "[127.0.0.1]:8080", False),
        (HERE, "::1:8080", False),
        (HERE, "u@localhost:8080", False),
        (HERE, "[::1]:8080", True),
        (SIX, "[::1]:8080", True),
        (HERE, "evil.example:8080", False),
        (HERE, "127.0.0.1.evil.example:8080", False),
        (HERE, "192.168.1.2:8080", False),
        (HERE, "", False),
        (HERE, "[::1", False),
        (LAN, "192.168.1.2:8080", True),
        (LAN, "localhost:8080", False),
        (LAN, "192.168.1.3:8080", False),
        (EVERYWHERE, "192.168.1.3:8080", True),
        (EVERYWHERE, "localhost:8080", False),
        (EVERYWHERE, "evil.example:8080", False),
    ],
)
def test_only_names_of_the_address_are_answered(address: Address, asked: str, *, is_ours: bool) -> None:
    assert answers_to(address, asked) == is_ours


def test_an_address_is_written_as_urls_have_it() -> None:
    assert (str(HERE), str(SIX)) == ("127.0.0.1:8080", "[::1]:8080")
