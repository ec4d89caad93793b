"""Examined exchanges as the engine gives them, for boards."""

from __future__ import annotations

from collections.abc import Sequence

from phonehome.decode.codec import Decoded
from phonehome.engine import Examined
from phonehome.model import Certainty, Exchange, Field, Finding, Location, Reason, Recipient, Step

MAKER = Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
CLICK = Recipient("click.oneplus.cn", "OnePlus", "CN", "maker")
NOBODY = Recipient("ads.example.org")
NOON = 1_484_481_600_000  # 2017-01-15 12:00 UTC
IMEI = "490154203237518"
BODY = Field("body", "", b"{}")


def field(path: str, value: str) -> Field:
    return Field("json", path, value, BODY)


def found(kind: str, path: str, value: str, certainty: Certainty = "confirmed") -> Finding:
    where = Location(0, (Step("body"), Step("json", path)))
    return Finding(kind, certainty, value, where, (Reason("known", "the owner's value", "owner.toml"),))


def sent(
    to: Recipient, *findings: Finding, at: int | None = NOON, fields: Sequence[Field] = (), index: int = 0
) -> Examined:
    exchange = Exchange(index, "POST", f"https://{to.host}/", at)
    return Examined(exchange, to, Decoded(list(fields), 300, 250), list(findings))


def refused(to: Recipient, at: int | None = NOON) -> Examined:
    return Examined(Exchange(0, "CONNECT", f"https://{to.host}/", at, sent=False), to, Decoded([], 0, 0), [])
