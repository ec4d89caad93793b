"""Hosts whose names hold a value of the owner: they cannot be rewritten, or the request would go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from phonehome.attribute import host_of
from phonehome.engine import Examined
from phonehome.model import Exchange, Finding
from phonehome.shield.outcome import Shield
from phonehome.shield.rules import first

_MOST = 4096


def refusals(shield: Shield, examine: Callable[[Exchange], Examined]) -> Callable[[Exchange], str]:
    """Why a request is not to go on because of its host's name, empty if it is. In a file no rule lets it stand."""

    @lru_cache(maxsize=_MOST)
    def held(host: str) -> tuple[Examined, tuple[Finding, ...]]:
        named = examine(Exchange(0, "GET", f"https://{host}/", headers=(("host", host),)))
        return named, tuple(finding for finding in named.findings if finding.is_owners)

    def refusal(exchange: Exchange) -> str:
        named, findings = held(host_of(exchange.url))
        for finding in findings:
            rule = first(shield.rules, shield.knowledge, finding, (named.recipient, exchange.url))
            if rule.action != "pass" and (shield.scrub or rule.fail == "closed"):
                return f"the host's name holds a value that cannot be replaced: {finding.kind}"
        return ""

    return refusal
