"""URLs that stand as values (RFC 3986), and the request targets that are written as relative ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts
from phonehome.decode.form import is_form, pairs, replaced
from phonehome.model import Value

NAME = "url"
STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/?"
LEAST = 5
READS: Medium = "text"
SIGNS = b":?"
KEEPS = 2048

_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,30}://\S+")
_RELATIVE = re.compile(rb"/[\w./~%:@!$,;*+-]*\?[^\s=]+=\S*")
# As Facebook's batches have them: v3.1/me?fields=id, ?ids=1.
_BARE = re.compile(rb"[\w.-]{0,64}(?:/[\w./~%:@,;+-]*)?\?[A-Za-z_][\w.\[\]%-]{0,63}=\S*")


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
    if b"://" not in data and b"?" not in data:
        return None
    data = data.rstrip()
    shape = _RELATIVE if data[:1] == b"/" else _ABSOLUTE
    if not shape.fullmatch(data) and not _BARE.fullmatch(data):
        return None
    if data.count(b"/") > MOST_PARTS:
        raise Bounded(f"url has more than {MOST_PARTS} segments")
    url = split(data.decode("utf-8", "surrogateescape"))
    parts: Parts = [("host", url.authority)] if url.authority else []
    parts += [(f"path[{i}]", segment) for i, segment in enumerate(segments(url.path))]
    if url.query:
        parts += [(f"query.{path}" if path else "query", value) for path, value in query_parts(url.query)]
    return parts + ([("fragment", url.fragment)] if url.fragment else [])


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Only the changed pieces: those of the path as they stand, those of the query percent-encoded."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    bare = data.rstrip()
    rest, hash_, fragment = bare.partition(b"#")
    rest, mark, query = rest.partition(b"?")
    if query:
        told = {path: value for path, value in parts.items() if path.partition(".")[0] == "query"}
        query = replaced(query, told) if is_form(query) or b"&" in query else bytes_of(told["query"])
    fragment = bytes_of(parts.get("fragment", fragment))
    return _front(rest, parts) + mark + query + hash_ + fragment + data[len(bare) :]


def _front(rest: bytes, parts: dict[str, Value]) -> bytes:
    scheme, colon, after = rest.partition(b"://") if "host" in parts or b"://" in rest else (b"", b"", rest)
    authority, slash, path = after.partition(b"/") if colon else (b"", b"", after)
    told = (bytes_of(value) for name, value in parts.items() if name.startswith("path["))
    pieces = [next(told) if piece else piece for piece in path.split(b"/")]
    return scheme + colon + bytes_of(parts.get("host", authority)) + slash + b"/".join(pieces)
