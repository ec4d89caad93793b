"""What an endpoint table must be to be of use: hosts and paths that something can match, patterns that compile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from phonehome.knowledge.schema import Endpoint

_HOST = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(\.\*)?")


def usable(endpoints: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """The endpoints as they are.

    Raises ValueError for a pattern that is no regular expression, a host or path that nothing can match, an empty row.
    """
    return tuple(map(_usable, endpoints))


def _usable(endpoint: Endpoint) -> Endpoint:
    try:
        _check(endpoint)
    except (ValueError, re.error) as error:
        raise ValueError(f"{endpoint.name}: {error}") from None
    return endpoint


def _check(endpoint: Endpoint) -> None:
    for host in endpoint.hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host (a.example.org, *.example.org or www.example.*)")
    if not endpoint.path.startswith(("/", "^", "*")):
        raise ValueError(f"path {endpoint.path!r} begins with neither / nor ^")
    if not endpoint.hosts or not (endpoint.fields or endpoint.records or endpoint.keys):
        raise ValueError("it has no hosts, or neither fields nor records nor keys")
    for pattern in _patterns(endpoint):
        re.compile(pattern)


def _patterns(endpoint: Endpoint) -> Iterator[str]:
    yield endpoint.host_pattern
    if endpoint.path.startswith("^"):
        yield endpoint.path
    for row in endpoint.fields:
        yield row.value
        yield row.not_value
