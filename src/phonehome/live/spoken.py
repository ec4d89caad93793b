"""What the command and the proxy, which is a process of its own, tell each other: a line of JSON each."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from phonehome.model import Owner
from phonehome.read.record import Began
from phonehome.shield.outcome import Change
from phonehome.shield.rules import Rules

Mode = Literal["regular", "wireguard", "transparent"]
Fate = Literal["passed", "rewritten", "blocked"]


class Shielded(Struct, frozen=True):
    """Whose values the proxy rewrites, by which rules, under which key, by the bundled tables or by ``knowledge``."""

    owner: Owner
    rules: Rules
    key: bytes
    knowledge: bytes = b""
    dry_run: bool = False


class Settings(Struct, frozen=True):
    """How the proxy is to run: where it listens, with which authority, whom it trusts besides the usual.

    It records into ``folder``, ``began`` first, and rewrites as ``shielded`` says; either may be left out.
    """

    folder: str = ""
    began: Began = Began(0)
    mode: Mode = "regular"
    host: str = "127.0.0.1"
    port: int = 8080
    confdir: str = "~/.mitmproxy"
    upstream_ca: str = ""
    shielded: Shielded | None = None


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


class Judged(Struct, frozen=True, tag="judged"):
    """What became of a request or message to a recipient, and why. Values are masked.

    ``unread`` bytes of it were opened by no codec and passed as they were; ``left`` are the kinds of the owner's values
    in it that rules let pass.
    """

    time: int
    recipient: str
    host: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    why: str = ""
    unread: int = 0
    left: tuple[str, ...] = ()


Spoken = Listening | Recorded | Warned | Failed | Judged

heard = msgspec.json.Decoder(Spoken).decode
