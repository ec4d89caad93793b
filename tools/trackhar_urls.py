"""TrackHAR's endpoint URLs, plain or as regular expressions, taken apart into hosts and paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from msgspec import Struct

# A pattern that stands for more hosts than this stays a pattern below the part of it that is fixed.
MOST_HOSTS = 24
_ATOM = re.compile(r"\((?P<group>[^()]*)\)|\\(?P<escaped>.)|(?P<any>\.\+)|(?P<plain>.)")


class Pattern(Struct, frozen=True):
    """A JavaScript regular expression."""

    regex: str
    flags: str = ""


class Address(Struct, frozen=True):
    """Hosts with a pattern that they must match as well (or none), and one path, ``^`` before a regular expression."""

    hosts: tuple[str, ...]
    host_pattern: str
    path: str


def addresses(urls: Sequence[str | Pattern]) -> list[Address]:
    """One address for each host pattern, all its hosts and paths together."""
    parts = [_plain(url) if isinstance(url, str) else _pattern(url) for url in urls]
    joined = []
    for pattern in dict.fromkeys(part.host_pattern for part in parts):
        alike = [part for part in parts if part.host_pattern == pattern]
        hosts = tuple(dict.fromkeys(host for part in alike for host in part.hosts))
        joined.append(Address(hosts, pattern, _one(list(dict.fromkeys(part.path for part in alike)))))
    return joined


def _one(paths: Sequence[str]) -> str:
    if len(paths) == 1:
        return paths[0]
    return "^(?:" + "|".join(path[1:] if path.startswith("^") else re.escape(path) + "/?" for path in paths) + ")"


def _plain(url: str) -> Address:
    host, slash, path = url.partition("://")[2].partition("/")
    return Address((host,), "", slash + path or "/")


def _pattern(url: Pattern) -> Address:
    text = url.regex.replace(r"\/", "/").removeprefix("^")
    ends = text.endswith("$")
    host, slash, path = text.partition("://")[2].removesuffix("$").partition("/")
    path = slash + path + ("" if ends else ".*")
    is_plain = not re.search(r"[.+*?{}()\[\]\\]", path.replace(r"\.", ""))
    return Address(*_hosts(host), path.replace("\\", "") if is_plain else f"^{path}")


def _hosts(pattern: str) -> tuple[tuple[str, ...], str]:
    """All hosts of a pattern, or the fixed end or beginning of them with the pattern."""
    atoms = list(_atoms(pattern))
    count = 1
    for atom in atoms:
        count *= len(atom)
    if count <= MOST_HOSTS and "" not in (atom[0] for atom in atoms if len(atom) == 1):
        return tuple("".join(parts) for parts in product(*atoms)), ""
    fixed = "".join(atom[0] if len(atom) == 1 else "\0" for atom in atoms)
    if fixed.endswith("\0"):
        return (fixed.partition("\0")[0] + "*",), pattern.replace(".+", r"[a-z]{2,3}(\.[a-z]{2,3})?")
    suffix = "*." + fixed.rpartition("\0")[2].partition(".")[2]
    return (suffix,), "" if fixed == f"\0{suffix[1:]}" and pattern.startswith(".+") else pattern


def _atoms(pattern: str) -> Iterator[tuple[str, ...]]:
    """What each part of a pattern may be; 99 times nothing stands for anything."""
    at = 0
    while at < len(pattern):
        match = _ATOM.match(pattern, at)
        assert match is not None
        at = match.end()
        options = _options(match)
        if pattern[at : at + 1] == "?":
            at += 1
            options = ("", *options)
        yield options


def _options(match: re.Match[str]) -> tuple[str, ...]:
    if match["group"] is not None:
        return tuple(part.replace("\\", "") for part in match["group"].split("|"))
    if match["any"]:
        return ("",) * 99
    if match["escaped"] == "d":
        return tuple("0123456789")
    return (match["escaped"] or match["plain"],)
