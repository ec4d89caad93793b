"""Which endpoint tables stand at an address: looked up by host, then by path, however many tables there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from phonehome.knowledge.schema import Endpoint

Numbered = tuple[int, Endpoint]


class Addresses:
    """Exact paths of each host in a dict, open-ended ones in a list of that host only."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._exact: defaultdict[str, defaultdict[str, list[Numbered]]] = defaultdict(lambda: defaultdict(list))
        self._open: defaultdict[str, list[Numbered]] = defaultdict(list)
        self._hosts: set[str] = set()
        for numbered in enumerate(endpoints):
            self._add(numbered)

    def _add(self, numbered: Numbered) -> None:
        path = numbered[1].path
        for host in numbered[1].hosts:
            self._hosts.add(host)
            if path.startswith("^") or path.endswith("*"):
                self._open[host].append(numbered)
            else:
                self._exact[host][path.rstrip("/")].append(numbered)

    def at(self, host: str, path: str) -> tuple[Numbered, ...]:
        """The endpoints at a host and path in the order of the tables, each with its number there."""
        found: dict[int, Endpoint] = {}
        for key in _names(host):
            if key in self._hosts:
                found.update(self._below(key, host, path))
        return tuple(sorted(found.items(), key=_number))

    def _below(self, key: str, host: str, path: str) -> Iterator[Numbered]:
        exact = self._exact[key].get(path.rstrip("/"), ()) if key in self._exact else ()
        for numbered in (*exact, *self._open.get(key, ())):
            endpoint = numbered[1]
            if _is_path(endpoint.path, path) and (not endpoint.host_pattern or matches(endpoint.host_pattern, host)):
                yield numbered


def matches(pattern: str, text: str) -> bool:
    """The whole text is of the pattern."""
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1 << 14)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _number(numbered: Numbered) -> int:
    return numbered[0]


def _names(host: str) -> Iterator[str]:
    """The names under which a host may stand: itself, all below each parent, any ending of each beginning."""
    yield host
    labels = host.split(".")
    for cut in range(1, len(labels)):
        yield "*." + ".".join(labels[cut:])
        yield ".".join(labels[:cut]) + ".*"


def _is_path(pattern: str, path: str) -> bool:
    if pattern.startswith("^"):
        return matches(pattern, path)
    if pattern.endswith("*"):
        return path.startswith(pattern[:-1])
    return path.rstrip("/") == pattern.rstrip("/")
