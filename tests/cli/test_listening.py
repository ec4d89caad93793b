from __future__ import annotations

import pytest

from phonehome.cli.listening import reachable, steps
from phonehome.live.spoken import Listening, Mode


@pytest.mark.parametrize(
    ("mode", "first"),
    [
        ("regular", "1. On the phone, in the Wi-Fi network's settings: proxy, manual, 192.0.2.7, port 8080."),
        ("transparent", "1. Let your router redirect the phone's ports 80 and 443 to this machine."),
        ("wireguard", "1. On the phone, in the WireGuard app: add a tunnel, scan this code, switch it on."),
    ],
)
def test_steps_say_where_the_phone_connects(mode: Mode, first: str) -> None:
    lines = list(steps(mode, Listening((("192.0.2.7", 8080),), "[Interface]\nPrivateKey = a"), "~/.mitmproxy"))
    assert lines[:2] == ["taking connections at 192.0.2.7:8080", first]
    assert max(len(line) for line in "\n".join(lines).splitlines()) < 120


def test_an_open_address_is_told_as_the_one_a_phone_reaches() -> None:
    lines = list(steps("regular", Listening((("::", 8080),)), "~/.mitmproxy"))
    assert lines[0] == f"taking connections at {reachable()}:8080"
