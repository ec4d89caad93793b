"""Host to recipient: which organisation stands behind it, in which role, seated where. Bundled tables, no network."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from phonehome.knowledge.schema import Knowledge, Organisation
from phonehome.model import Recipient

Attribute = Callable[[str], Recipient]


def attributor(knowledge: Knowledge) -> Attribute:
    """Prepares the tables once; the answer maps a host to its recipient, the longest known domain deciding."""
    domains = {domain: row for row in knowledge.organisations for domain in row.domains}

    @lru_cache(maxsize=1 << 16)
    def attribute(host: str) -> Recipient:
        row = _longest(host, domains)
        return Recipient(host, row.name, row.country, row.role) if row else Recipient(host)

    return attribute


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port; empty where there is none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".")


def _longest(host: str, domains: dict[str, Organisation]) -> Organisation | None:
    while host:
        if host in domains:
            return domains[host]
        host = host.partition(".")[2]
    return None
