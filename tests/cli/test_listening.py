from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from phonehome.cli.listening import check, reachable, steps
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


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_is_told_as_what_it_is_good_for(host: str) -> None:
    lines = list(steps("regular", Listening(((host, 8080),)), "ca"))
    assert (
        lines[1]
        == "1. Loopback only: programs on this machine reach it, and an Android emulator does as 10.0.2.2:8080."
    )
    assert lines[4] == f"   curl --proxy http://{host}:8080 --cacert ca/mitmproxy-ca-cert.pem https://example.org/"
    assert not [line for line in lines if "Wi-Fi" in line or "iOS" in line]


def test_an_authority_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match=r"file: that is a file; wanted is a folder$"):
        check(str(tmp_path / "file"))
    with pytest.raises(ValueError, match=r"file/below: Not a directory$"):
        check(str(tmp_path / "file" / "below"))
    (tmp_path / "mitmproxy-ca.pem").write_text("-----BEGIN CERTIFICATE-----\nbroken")
    with pytest.raises(ValueError, match=r"mitmproxy-ca\.pem: no certificate with its key in PEM; remove it"):
        check(str(tmp_path))


def test_an_authority_is_made_where_there_is_none_and_a_whole_one_is_taken(tmp_path: Path) -> None:
    check(str(tmp_path / "new"))
    assert (tmp_path / "new").is_dir()
    authority = trustme.CA()
    whole = authority.private_key_pem.bytes() + authority.cert_pem.bytes()
    (tmp_path / "new" / "mitmproxy-ca.pem").write_bytes(whole)
    check(str(tmp_path / "new"))
