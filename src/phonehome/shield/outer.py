"""An exchange with new values at its outermost places: path, query, headers, cookies, body, messages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from msgspec import structs

from phonehome.decode.closing import bytes_of, is_same
from phonehome.decode.cookie import leaves_out
from phonehome.decode.form import replaced
from phonehome.decode.request import parts, target
from phonehome.model import Exchange, Field, Headers, Value
from phonehome.shield.leave_out import form

Places = dict[tuple[str, str], Value]
Gone = Collection[tuple[str, str]]
# What frames a request or says whom it is for (RFC 9110, RFC 9112, RFC 6455).
_FRAMING = re.compile(
    r"(?:host|content-(?:length|type|encoding)|transfer-encoding|connection|te|trailer|expect|upgrade|sec-websocket-.*)(?:\[\d+])?"
)
# Header -> how it writes the body's digest (RFC 1864, RFC 3230, RFC 9530).
_DIGESTS: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "content-md5": (("", "md5", ""),),
        "digest": (("SHA-256=", "sha256", ""), ("SHA=", "sha1", ""), ("MD5=", "md5", ""), ("SHA-512=", "sha512", "")),
        "content-digest": (("sha-256=:", "sha256", ":"), ("sha-512=:", "sha512", ":")),
        "repr-digest": (("sha-256=:", "sha256", ":"), ("sha-512=:", "sha512", ":")),
    }
)


def can_go(field: Field) -> bool:
    """Whether an outermost field can be left out: headers that frame the request, paths and bodies cannot."""
    return field.codec in {"query", "cookie"} or (field.codec == "header" and not _FRAMING.fullmatch(field.path))


def applied(exchange: Exchange, changes: Iterable[tuple[Field, Value]], gone: Gone = frozenset()) -> Exchange:
    """The exchange with those outermost fields changed, and without those that are gone, by codec and path.

    Lengths and plain digests of the body are right again.
    """
    places: Places = {(field.codec, field.path): value for field, value in changes}
    body = bytes_of(places.get(("body", ""), exchange.body))
    messages = [bytes_of(places.get(("message", f"[{i}]"), one)) for i, one in enumerate(exchange.messages)]
    return structs.replace(
        exchange,
        url=_url(exchange, places, gone),
        headers=fitting(_headers(exchange.headers, places, gone), exchange.body, body),
        body=body,
        messages=tuple(messages),
    )


def fitting(headers: Headers, old: bytes, new: bytes) -> Headers:
    """Headers of a body that has become another: those that state its length or its digest state the new one's."""
    if old == new:
        return headers
    return tuple((name, _fitting(name.lower(), value, old, new)) for name, value in headers)


def _fitting(name: str, value: str, old: bytes, new: bytes) -> str:
    if name == "content-length" and value.strip() == str(len(old)):
        return str(len(new))
    for before, family, behind in _DIGESTS.get(name, ()):
        for digest, made in ((_digest(family, old), _digest(family, new)),):
            value = value.replace(before + digest + behind, before + made + behind)
    return value


def _digest(family: str, data: bytes) -> str:
    return base64.b64encode(hashlib.new(family, data, usedforsecurity=False).digest()).decode()


def _url(exchange: Exchange, places: Places, gone: Gone) -> str:
    path, query = target(exchange.url)
    behind = f"{path}?{query}" if query else path
    if not behind or not exchange.url.rstrip("?").endswith(behind):
        return exchange.url
    tail = exchange.url[len(exchange.url.rstrip("?")) :] if not query else ""
    front = exchange.url[: len(exchange.url) - len(behind) - len(tail)]
    new = _path(path, places)
    told = _query(exchange, query, places)
    left = _left_of(told, form, {path for codec, path in gone if codec == "query"})
    return front + new + (f"?{left}" if left else "") + tail


def _left_of(text: str, without: Callable[[bytes, Collection[str]], bytes], paths: Collection[str]) -> str:
    return without(text.encode("utf-8", "surrogatepass"), paths).decode("utf-8", "surrogatepass") if paths else text


def _path(path: str, places: Places) -> str:
    pieces, count = [], 0
    for piece in path.split("/"):
        pieces.append(bytes_of(places.get(("path", f"[{count}]"), piece)).decode("utf-8", "replace") if piece else "")
        count += bool(piece)
    return "/".join(pieces)


def _query(exchange: Exchange, query: str, places: Places) -> str:
    if ("query", "") in places and "&" not in query:
        return bytes_of(places["query", ""]).decode("utf-8", "replace")
    told = {name: places.get((step, name), value) for step, name, value in parts(exchange) if step == "query"}
    new = replaced(query.encode("utf-8", "surrogatepass"), told).decode("utf-8", "replace")
    if "#" in query and "#" not in new and "%23" in new:  # a fragment is the end of the last value
        front, _, fragment = new.rpartition("%23")
        return f"{front}#{fragment}"
    return new


def _headers(headers: Headers, places: Places, gone: Gone) -> Headers:
    seen: dict[str, int] = {}
    new: list[tuple[str, str]] = []
    for name, value in headers:
        lower = name.lower()
        count = seen.get(lower, 0)
        seen[lower] = count + 1
        place = "header", f"{lower}[{count}]" if count else lower
        if lower == "cookie":
            left = _left_of(_cookies(value, places), leaves_out, {path for codec, path in gone if codec == "cookie"})
            new += [(name, left)] if left or not value else []
        elif place not in gone:
            told = places.get(place, value)
            new.append((name, value if is_same(told, value) else bytes_of(told).decode("utf-8", "replace")))
    return tuple(new)


def _cookies(value: str, places: Places) -> str:
    seen: dict[str, int] = {}
    pieces: list[str] = []
    for piece in value.split(";"):
        name, equals, old = piece.partition("=")
        bare = name.strip() if equals else ""
        content = old if equals else piece
        count = seen.get(bare, 0)
        seen[bare] = count + 1
        told = places.get(("cookie", f"{bare}[{count}]" if count else bare))
        if told is None or not content.strip():
            pieces.append(piece)
            continue
        space = content[: len(content) - len(content.lstrip())]
        pieces.append((name + equals if equals else "") + space + bytes_of(told).decode("utf-8", "replace"))
    return ";".join(pieces)
