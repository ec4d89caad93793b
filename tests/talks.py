"""Conversations as they stand on the wire: TLS between two ends in memory, with the keys that open it."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import trustme

from packets import Said


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


@cache
def _server(host: str, protocols: tuple[str, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert(host).configure_cert(context)
    context.set_alpn_protocols(list(protocols))
    return context


class Tls:
    """Both ends of one TLS connection; ``wire`` is what went over it, ``keys`` opens it."""

    def __init__(
        self, host: str, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3, protocols: tuple[str, ...] = ("http/1.1",)
    ) -> None:
        self.wire: list[Said] = []
        with tempfile.TemporaryDirectory() as folder:
            client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            client.minimum_version = client.maximum_version = version
            client.set_alpn_protocols(list(protocols))
            client.keylog_filename = str(Path(folder) / "keys.log")
            _authority().configure_trust(client)
            self._in = {True: ssl.MemoryBIO(), False: ssl.MemoryBIO()}
            self._out = {True: ssl.MemoryBIO(), False: ssl.MemoryBIO()}
            self._ends = {
                True: client.wrap_bio(self._in[True], self._out[True], server_hostname=host),
                False: _server(host, protocols).wrap_bio(self._in[False], self._out[False], server_side=True),
            }
            self._shake()
            self.keys = Path(client.keylog_filename).read_bytes()

    def say(self, phone: bool, data: bytes) -> None:
        """One end sends, the other reads."""
        for i in range(0, len(data), 1 << 14):
            self._ends[phone].write(data[i : i + (1 << 14)])
            self._carry(phone)
            while True:
                try:
                    self._ends[not phone].read(1 << 16)
                except ssl.SSLWantReadError:
                    break

    def _shake(self) -> None:
        waiting = {True, False}
        while waiting:
            for phone in (True, False):
                try:
                    self._ends[phone].do_handshake()
                    waiting.discard(phone)
                except ssl.SSLWantReadError:
                    pass
                self._carry(phone)

    def _carry(self, phone: bool) -> None:
        if data := self._out[phone].read():
            self.wire.append((phone, data))
            self._in[not phone].write(data)


def over_tls(said: Iterable[Said], host: str, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Tls:
    """A conversation through TLS."""
    talk = Tls(host, version)
    for phone, data in said:
        talk.say(phone, data)
    return talk
