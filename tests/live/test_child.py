from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from live.served import free_port
from phonehome.live import child as children
from phonehome.live.child import MISSING, Child
from phonehome.live.spoken import Failed, Listening, Recorded, Settings
from phonehome.read.record import Began
from processes import children as below


def settings(folder: Path, authority: Path, **others: str | int) -> Settings:
    return Settings(str(folder / "case"), Began(0), host="127.0.0.1", confdir=str(authority), **others)  # type: ignore[arg-type]


def test_the_proxy_says_where_it_listens_and_ends_when_asked(tmp_path: Path, authority: Path) -> None:
    port = free_port()
    with Child(settings(tmp_path, authority, port=port)) as child:
        first = child.heard(60)
        child.stop()
        last = child.heard(60)
    assert (first, last) == (Listening((("127.0.0.1", port),)), Recorded(0))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_proxy_that_does_not_end_when_asked_is_killed(tmp_path: Path, authority: Path) -> None:
    with Child(settings(tmp_path, authority, port=free_port()), patience=0.5) as child:
        assert isinstance(child.heard(60), Listening)
        (number,) = (one for one in below() if b"phonehome.proxy" in Path(f"/proc/{one}/cmdline").read_bytes())
        os.kill(number, signal.SIGSTOP)
        child.stop()
        while child.runs:
            child.heard(0.1)
    assert not Path(f"/proc/{number}").exists()


def test_wireguard_has_a_configuration_for_the_phone(tmp_path: Path, authority: Path) -> None:
    port = free_port()
    with Child(settings(tmp_path, authority, port=port, mode="wireguard")) as child:
        said = child.heard(60)
    assert isinstance(said, Listening)
    lines = said.wireguard.splitlines()
    assert [line.partition(" = ")[0] for line in lines if " = " in line] == [
        *("PrivateKey", "Address", "DNS", "PublicKey", "AllowedIPs", "Endpoint")
    ]
    assert (lines[-2], lines[-1]) == ("AllowedIPs = 0.0.0.0/0", f"Endpoint = 127.0.0.1:{port}")


def test_a_port_that_is_taken_is_named(tmp_path: Path, authority: Path) -> None:
    port = free_port()
    with Child(settings(tmp_path, authority, port=port)) as first:
        assert isinstance(first.heard(60), Listening)
        with Child(settings(tmp_path / "other", authority, port=port)) as second:
            said = [second.heard(60), second.heard(60)]
    assert said == [Recorded(0), Failed(f"--listen 127.0.0.1:{port}: address already in use; give another")]


def test_without_the_extra_one_sentence_says_how_to_get_it(
    tmp_path: Path, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "find_spec", lambda _: None)
    with pytest.raises(ValueError, match=r'pip install "phonehome\[capture\]"') as caught:
        Child(settings(tmp_path, authority))
    assert str(caught.value) == MISSING
