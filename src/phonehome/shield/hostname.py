"""Hosts whose names hold a value of the owner: they cannot be rewritten, or the request would go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from phonehome.attribute import host_of
from phonehome.engine import Examined
from phonehome.model import Exchange
from phonehome.shield.outcome import Shield
from phonehome.shield.rules import first

_MOST = 4096


def refusals(shield: Shield, examine: Callable[[Exchange], Examined]) -> Callable[[str], str]:
    """Why a request to a URL is not to go on because of its host's name, empty if it is."""

    @lru_cache(maxsize=_MOST)
    def refusal(host: str) -> str:
        examined = examine(Exchange(0, "GET", f"https://{host}/", headers=(("host", host),)))
        for finding in examined.findings:
            if not any(reason.way in {"known", "hash"} for reason in finding.reasons):
                continue
            rule = first(shield.rules, shield.knowledge, finding, (examined.recipient, examined.exchange.url))
            if rule.action != "pass" and rule.fail == "closed":
                return f"the host's name holds a value that cannot be replaced: {finding.kind}"
        return ""

    return lambda url: refusal(host_of(url))
