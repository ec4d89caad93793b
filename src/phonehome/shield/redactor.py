"""Redacting, whatever the format: the parts of an exchange one after the other, and a count of what was done."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
from msgspec import Struct, structs

from phonehome.engine import examiner
from phonehome.knowledge.shielding import load_shielding
from phonehome.model import Damage, Exchange, Headers
from phonehome.shield.outcome import Outcome, Shield
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rewrite import Rewrite, rewriter

# Whom it was said to, where that is not told.
NOWHERE = "redacted.invalid"
PHONE, PROXY, PHONE_V6 = "192.0.2.1", "192.0.2.2", "2001:db8::1"
_VALUE = re.compile(r"=([^;]*)")
_USER = re.compile(r"(://|\A)[^/?#@]*@")
# Reasons of a hostile file may differ without end; those past this many are counted together.
_MOST_REASONS = 20


class Redacted(Struct):
    """What was done, as counts.

    ``kinds`` are values by kind and action, ``parts`` what goes whatever it holds, ``opaque`` bytes that nothing
    opens and that are zeros now, ``left_out`` exchanges by reason, ``exchanges`` all there were. ``damage`` is what
    could not be read at all, as far as it was told.
    """

    kinds: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    parts: Counter[str] = msgspec.field(default_factory=Counter)
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    opaque: int = 0
    exchanges: int = 0
    damage: list[Damage] = msgspec.field(default_factory=list)

    def lost(self, damage: Damage) -> None:
        """Keeps what could not be read, if it is among the first."""
        if len(self.damage) < _MOST_REASONS:
            self.damage.append(damage)

    def leave_out(self, error: Exception | str) -> None:
        """Counts an exchange that is left out, and why."""
        why = _why(error)
        is_told = why in self.left_out or len(self.left_out) < _MOST_REASONS
        self.left_out[why if is_told else "further reasons"] += 1


class Redactor:
    """Rewrites one exchange's parts and counts what it did."""

    def __init__(self, shield: Shield) -> None:
        self.shield = shield
        scrub = structs.replace(shield, scrub=True)
        self.examine = examiner(shield.owner, shield.knowledge, within=True)
        self._made: set[str] = set()
        sought = structs.replace(scrub, ways=frozenset({"known", "hash", "pattern"}))
        self.rewrite = rewriter(scrub, self.examine, self._made)
        self.seek = rewriter(sought, self.examine, self._made)
        self.secret = Pseudonyms(shield.key, "secrets")
        self.done = Redacted()

    def begin(self) -> None:
        """Counts an exchange. Its parts that follow share their pseudonyms: one part's is not replaced in the next."""
        self.done.exchanges += 1
        self._made.clear()

    def through(self, exchange: Exchange, rewrite: Rewrite | None = None) -> Exchange:
        """The exchange rewritten; ValueError for one that cannot be."""
        outcome: Outcome = (rewrite or self.rewrite)(exchange)
        if outcome.blocked:
            raise ValueError(outcome.why)
        self.done.kinds.update((change.kind, change.action) for change in outcome.changes)
        self.done.opaque += outcome.zeroed
        return outcome.exchange

    def headers(self, headers: Headers) -> Headers:
        """Headers without what opens something and without the client's address."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def url(self, url: str) -> str:
        """A URL or authority without user name and password."""
        new = _USER.sub(r"\1", url, count=1)
        if new != url:
            self.done.parts["passwords left out"] += 1
        return new

    def address(self, address: str) -> str:
        """The address of the phone or of its proxy, as one for documentation of the same family."""
        self.done.parts["addresses of the phone replaced"] += 1
        return PHONE_V6 if ":" in address else PHONE

    def _header(self, name: str, value: str) -> str:
        table = load_shielding()
        if table.is_client(name):
            return self.address("")
        if not table.is_secret(name) or not value:
            return value
        self.done.parts["headers that open something replaced"] += 1
        return self._secret(name.lower(), value)

    def _secret(self, name: str, value: str) -> str:
        """A cookie keeps its name and attributes, a credential its scheme."""
        if name in {"cookie", "set-cookie"}:
            most = 1 if name == "set-cookie" else 0
            return _VALUE.sub(lambda match: "=" + self.token(match[1]), value, count=most)
        scheme, space, credentials = value.partition(" ")
        return scheme + space + self.token(credentials) if space else self.token(value)

    def token(self, value: str) -> str:
        """A text of the same shape."""
        return self.secret.of("", value)


def _why(error: Exception | str) -> str:
    match error:
        case msgspec.DecodeError():
            return "it is not what its format says"
        case UnicodeError():
            return "it holds text that is none"
        case RecursionError():
            return "it nests too deeply"
    return str(error)
