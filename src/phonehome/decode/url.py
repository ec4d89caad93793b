"""URLs that stand as values (RFC 3986), and the request targets that are written as relative ones."""

from __future__ import annotations

import re

from msgspec import Struct

from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts
from phonehome.decode.form import is_form, pairs

NAME = "url"
STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/"
LEAST = 5
READS: Medium = "text"
SIGNS = b":?"
KEEPS = 2048

_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,30}://\S+")
_RELATIVE = re.compile(rb"/[\w./~%:@!$,;*+-]*\?[^\s=]+=\S*")


class Url(Struct, frozen=True):
    """The pieces of a URL as written."""

    authority: str
    path: str
    query: str
    fragment: str


def split(url: str) -> Url:
    """Cut a URL into pieces without judging them."""
    rest, _, fragment = url.partition("#")
    rest, _, query = rest.partition("?")
    scheme, colon, after = rest.partition("://")
    if not colon or "/" in scheme:
        return Url("", rest, query, fragment)
    authority, slash, path = after.partition("/")
    return Url(authority, slash + path, query, fragment)


def segments(path: str) -> list[str]:
    """The path segments that say something, in order."""
    return [segment for segment in path.split("/") if segment]


def query_parts(query: str) -> Parts:
    """Pairs by name, or the bare query under an empty path."""
    data = query.encode("utf-8", "surrogatepass")
    return pairs(data) if is_form(data) or b"&" in data else [("", data)]


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """Parts ``host``, ``path[0]``, ``query.name`` and ``fragment``."""
    data = data.rstrip()
    shape = _RELATIVE if data[:1] == b"/" else _ABSOLUTE
    if not shape.fullmatch(data):
        return None
    if data.count(b"/") > MOST_PARTS:
        raise Bounded(f"url has more than {MOST_PARTS} segments")
    url = split(data.decode("utf-8", "surrogateescape"))
    parts: Parts = [("host", url.authority)] if url.authority else []
    parts += [(f"path[{i}]", segment) for i, segment in enumerate(segments(url.path))]
    if url.query:
        parts += [(f"query.{path}" if path else "query", value) for path, value in query_parts(url.query)]
    return parts + ([("fragment", url.fragment)] if url.fragment else [])
