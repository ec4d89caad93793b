"""What the command and the proxy, which is a process of its own, tell each other: a line of JSON each."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from phonehome.read.record import Began

Mode = Literal["regular", "wireguard", "transparent"]


class Settings(Struct, frozen=True):
    """How the proxy is to run: where it records and listens, with which authority, whom it trusts besides the usual.

    ``began`` is the first record.
    """

    folder: str
    began: Began
    mode: Mode = "regular"
    host: str = "127.0.0.1"
    port: int = 8080
    confdir: str = "~/.mitmproxy"
    upstream_ca: str = ""


class Listening(Struct, frozen=True, tag="listening"):
    """The proxy takes connections at these addresses; a phone's WireGuard configuration, where that is the mode."""

    addresses: tuple[tuple[str, int], ...]
    wireguard: str = ""


class Recorded(Struct, frozen=True, tag="recorded"):
    """So many exchanges are on disk."""

    exchanges: int


class Warned(Struct, frozen=True, tag="warned"):
    """Something went wrong with one connection."""

    text: str


class Failed(Struct, frozen=True, tag="failed"):
    """The proxy cannot go on, and ends."""

    text: str


Spoken = Listening | Recorded | Warned | Failed

heard = msgspec.json.Decoder(Spoken).decode
