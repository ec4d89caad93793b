from __future__ import annotations

import pytest

from phonehome.model import Exchange
from phonehome.read.pcap import speech
from phonehome.read.pcap.speech import Draft, Peer


@pytest.mark.parametrize(
    ("peer", "scheme", "url"),
    [
        (Peer("a.example", "", 443), "https", "https://a.example"),
        (Peer("a.example", "", 8443), "https", "https://a.example:8443"),
        (Peer("2001:db8::1", "", 1883), "tcp", "tcp://[2001:db8::1]:1883"),
    ],
)
def test_a_connection_has_a_url(peer: Peer, scheme: str, url: str) -> None:
    assert peer.url(scheme) == url


def test_a_draft_becomes_an_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "LARGEST", 4)
    draft = Draft("POST", "http://a.example/", 5, body=bytearray())
    draft.add(b"abc")
    draft.add(b"def")
    peer = Peer("a.example", "203.0.113.7", 80, app="Browser")
    assert draft.done(peer) == Exchange(
        0, "POST", "http://a.example/", 5, body=b"abcd", address="203.0.113.7", app="Browser", unkept=2
    )
