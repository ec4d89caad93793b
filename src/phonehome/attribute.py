"""Host to recipient: which organisation stands behind it, in which role, seated where; address to country.

Bundled tables, no network.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from phonehome.knowledge.countries import ranges
from phonehome.knowledge.schema import Knowledge, Organisation
from phonehome.model import Recipient

Attribute = Callable[[str], Recipient]


# Longer texts are not remembered.
_LONG = 512


def attributor(knowledge: Knowledge) -> Attribute:
    """Prepares the tables once; the answer maps a host to its recipient, the longest known domain deciding."""
    domains = {domain: row for row in knowledge.organisations for domain in row.domains}

    @lru_cache(maxsize=1 << 16)
    def attribute(host: str) -> Recipient:
        row = _longest(host, domains)
        return Recipient(host, row.name, row.country, row.role, row.category) if row else Recipient(host)

    return attribute


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port; empty where there is none."""
    front = url.partition("?")[0]  # no host reaches further, and many requests have it in common
    return _host(front) if len(front) <= _LONG else _host.__wrapped__(front)


@lru_cache(maxsize=1 << 12)
def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".")


@lru_cache(maxsize=1 << 14)
def country_of(address: str) -> str:
    """Where the server at an IP address stands (ISO 3166-1 alpha-2); empty for private ones and for no address."""
    try:
        number = ip_address(address.strip("[]"))
    except ValueError:
        return ""
    if isinstance(number, IPv6Address):
        number = number.ipv4_mapped or number
    if not number.is_global:
        return ""
    four, six = ranges()
    return six.country(int(number) >> 80) if number.version == 6 else four.country(int(number))


def _longest(host: str, domains: dict[str, Organisation]) -> Organisation | None:
    while host:
        if host in domains:
            return domains[host]
        host = host.partition(".")[2]
    return None
