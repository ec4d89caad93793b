"""The nouns of phonehome: frozen values that every floor shares. Imports msgspec only."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

Value = str | int | float | bytes
Headers = tuple[tuple[str, str], ...]
Role = Literal["maker", "platform", "third party", "unknown"]
Certainty = Literal["confirmed", "likely", "possible", "dummy"]

CERTAINTIES: tuple[Certainty, ...] = ("confirmed", "likely", "possible", "dummy")


class Response(Struct, frozen=True, gc=False):
    """What the server answered. Its body is counted, not kept: it travels the other way. Status 0: unknown."""

    status: int
    headers: Headers = ()
    size: int = 0


class Exchange(Struct, frozen=True, gc=False):
    """One request with its response, as the wire had it.

    ``index`` counts the capture's entries from 0; ``time`` is Unix time in milliseconds or ``None`` where the
    capture has none; ``body`` is the request body as sent, content codings included where the capture kept them;
    ``sent`` is false for an attempt without a request, such as a refused TLS handshake; ``mangled`` says that the
    recorder destroyed body bytes it could not write down (U+FFFD); ``messages`` are what the phone sent after the
    request, over a WebSocket or a TCP stream; ``unkept`` more bytes were sent and only counted, such as
    those of a TLS connection that no key opens.
    """

    index: int
    method: str
    url: str
    time: int | None = None
    headers: Headers = ()
    body: bytes = b""
    address: str = ""
    app: str = ""
    sent: bool = True
    mangled: bool = False
    response: Response | None = None
    messages: tuple[bytes, ...] = ()
    unkept: int = 0


class Damage(Struct, frozen=True, gc=False):
    """A stretch of a capture that could not be read: byte ``offset``, bytes ``lost`` and why."""

    offset: int
    lost: int
    reason: str


class Step(Struct, frozen=True, gc=False):
    """One layer that was opened, and where inside it the way goes on."""

    codec: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.codec} {self.path}" if self.path else self.codec


class Location(Struct, frozen=True, gc=False):
    """Where a value stood: an exchange and the steps that lead to it."""

    exchange: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"e{self.exchange} {' > '.join(map(str, self.steps))}"


class Field(Struct, frozen=True, gc=False):
    """A value and the step that led to it; ``parent`` is the value it was opened from.

    A field that no codec opened and that is no text has bytes as its value and ``opaque`` says why.
    The exchange's number is not part of a field, so equal headers can share one.
    """

    codec: str
    path: str
    value: Value
    parent: Field | None = None
    opaque: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The way from the exchange to this value, outermost layer first."""
        step = (Step(self.codec, self.path),)
        return step if self.parent is None else self.parent.steps + step


class Owner(Struct, frozen=True):
    """What is known of the phone and its person: kind -> values to look for, SIM region, time zone."""

    values: dict[str, tuple[str, ...]] = {}
    region: str = ""
    timezone: str = ""


class Recipient(Struct, frozen=True, gc=False):
    """Who received the data (GDPR Art. 4(9)). ``country`` is ISO 3166-1 alpha-2 or empty.

    ``category`` says what a third party is there for (advertising, analytics ...), empty where unknown.
    """

    host: str
    organisation: str = ""
    country: str = ""
    role: Role = "unknown"
    category: str = ""


class Reason(Struct, frozen=True, gc=False):
    """How a finding is known: the way of knowing, a sentence, and the source of that knowledge."""

    way: Literal["known", "hash", "pattern", "field name", "endpoint", "behaviour"]
    text: str
    source: str = ""


class Event(Struct, frozen=True, gc=False):
    """Something the person did: what, when (Unix ms), until when, with which app."""

    name: str
    start: int
    end: int | None = None
    app: str = ""


class Finding(Struct, frozen=True, gc=False):
    """One piece of personal data at one place, with every reason for it."""

    kind: str
    certainty: Certainty
    value: str
    location: Location
    reasons: tuple[Reason, ...]
    event: Event | None = None

    @property
    def is_owners(self) -> bool:
        """Whether it is one of the values that the owner gave, in any writing, or a hash of one."""
        return any(reason.way in {"known", "hash"} for reason in self.reasons)


class Disclosure(Struct, frozen=True, gc=False):
    """A finding with its recipient and the time of its exchange (Unix ms)."""

    finding: Finding
    recipient: Recipient
    time: int | None = None


class Input(Struct, frozen=True):
    """One capture that was read: its name, SHA-256, size in bytes, format and what was lost of it."""

    name: str
    sha256: str
    size: int
    format: str
    exchanges: int
    damage: tuple[Damage, ...] = ()


class CaseInfo(Struct, frozen=True):
    """What a case was made from and with. No clock: the same input gives the same bytes."""

    inputs: tuple[Input, ...]
    versions: dict[str, str]
    owner_fingerprint: str = ""
    region: str = ""
    timezone: str = ""


class Line(Struct, frozen=True):
    """One line of proof: a path of the payload, its value, and the kinds found in it (empty for a neighbour)."""

    path: str
    value: str
    kinds: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """Findings of one recipient that are alike: same kind, certainty, wrapping and place.

    ``wrapping`` is the chain of opened layers (``body > form data > base64 > json``), ``place`` the path in the
    innermost one with array indexes left out. ``values`` are up to three distinct values, ``first`` and ``last``
    Unix ms of the exchanges, ``evidence`` the payload around the value in ``exchange``. ``app`` is set where the
    groups were also made by the client app.
    """

    kind: str
    certainty: Certainty
    wrapping: str
    place: str
    count: int
    distinct: int
    values: tuple[str, ...]
    exchange: int
    location: str
    reasons: tuple[Reason, ...]
    first: int | None = None
    last: int | None = None
    evidence: tuple[Line, ...] = ()
    app: str = ""

    @property
    def is_hash(self) -> bool:
        """Whether a hash of the owner's value stands there, and not the value."""
        ways = {reason.way for reason in self.reasons}
        return "hash" in ways and "known" not in ways


class OpaqueGroup(Struct, frozen=True):
    """Sent bytes of one recipient that nothing opened, at one place for one reason. ``entropy`` is bits a byte."""

    place: str
    reason: str
    count: int
    bytes: int
    entropy: float
    exchange: int


class RecipientReport(Struct, frozen=True):
    """All that one recipient got. ``bytes_understood`` of ``bytes_sent`` were opened to text and numbers.

    ``sealed`` of the exchanges are TLS and QUIC connections that no key opened; ``bytes_received`` counts the bodies of
    answers, and all that came on such a connection. ``server_countries`` are where its servers stand by their
    addresses; the recipient's own is where it is seated.
    """

    recipient: Recipient
    exchanges: int
    attempted: int
    bytes_sent: int
    bytes_understood: int
    groups: tuple[Group, ...]
    dummies: tuple[Group, ...] = ()
    opaque: tuple[OpaqueGroup, ...] = ()
    first: int | None = None
    last: int | None = None
    server_countries: tuple[str, ...] = ()
    sealed: int = 0
    bytes_received: int = 0


class Report(Struct, frozen=True):
    """What left the phone. ``recipients`` stand in order of weight: worst kinds and most findings first."""

    case: CaseInfo
    recipients: tuple[RecipientReport, ...]
    shows_values: bool = False


def to_json(value: object) -> bytes:
    """Any noun as JSON with a stable key order."""
    return msgspec.json.encode(value, order="deterministic")
