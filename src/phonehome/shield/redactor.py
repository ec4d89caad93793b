"""Redacting, whatever the format: the parts of an exchange one after the other, and a count of what was done."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
from msgspec import Struct, structs

from phonehome.knowledge.shielding import load_shielding
from phonehome.model import Exchange, Headers
from phonehome.shield.outcome import Outcome, Shield
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rewrite import Rewrite, rewriter

_VALUE = re.compile(r"=([^;]*)")


class Redacted(Struct):
    """What was done: values replaced by kind, why entries were left out, and how many there were."""

    kinds: Counter[str] = msgspec.field(default_factory=Counter)
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    exchanges: int = 0


class Redactor:
    """Rewrites one exchange's parts and counts what it did."""

    def __init__(self, shield: Shield) -> None:
        scrub = structs.replace(shield, scrub=True)
        self.rewrite = rewriter(scrub)
        self.seek = rewriter(structs.replace(scrub, ways=frozenset({"known", "hash", "pattern"})))
        self.secret = Pseudonyms(shield.key, "secrets")
        self.done = Redacted()

    def through(self, exchange: Exchange, rewrite: Rewrite | None = None) -> Exchange:
        """The exchange rewritten; ValueError for one that cannot be."""
        outcome: Outcome = (rewrite or self.rewrite)(exchange)
        if outcome.blocked:
            raise ValueError(outcome.why)
        self.done.kinds.update(change.kind for change in outcome.changes)
        return outcome.exchange

    def headers(self, headers: Headers) -> Headers:
        """Headers without what opens something and without the client's address."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        table = load_shielding()
        if table.is_client(name):
            return "192.0.2.1"
        if not table.is_secret(name) or not value:
            return value
        self.done.kinds["secret header"] += 1
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
