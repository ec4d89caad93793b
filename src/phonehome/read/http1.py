"""HTTP/1.1 messages (RFC 9112), read as tools write them down: any line end, HTTP/2 rewritten, broken lines kept."""

from __future__ import annotations

import re

from msgspec import Struct

from phonehome.model import Headers, Response

_EMPTY_LINE = re.compile(rb"\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")  # a line that begins with a space continues the one before
_REQUEST = re.compile(rb"([!#$%&'*+.^_`|~\w-]{1,64})[ \t]+([^ \t\r\n][^\r\n]*)")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,256}(?:\r?\n|\Z)")


class Request(Struct, frozen=True, gc=False):
    """A request; ``target`` is what stood after the method."""

    method: str
    target: str
    headers: Headers
    body: bytes

    def header(self, wanted: str) -> str:
        """The first header of this lower-case name, or nothing."""
        return next((value for name, value in self.headers if name.lower() == wanted), "")


def split(data: bytes) -> tuple[bytes, bytes]:
    """The head of a message and what stands behind its empty line."""
    end = _EMPTY_LINE.search(data)
    return (data[: end.start()].removesuffix(b"\r"), data[end.end() :]) if end else (data.rstrip(b"\r\n"), b"")


def request(data: bytes) -> Request | None:
    """The request that begins here, chunks joined; None where no request line is."""
    head, body = split(data.lstrip(b"\r\n"))
    found = _REQUEST.match(head)
    if found is None:
        return None
    read = Request(_text(found[1]), _text(_target(found[2])), _headers(head[found.end() :]), body)
    if "chunked" not in read.header("transfer-encoding").lower():
        return read
    return Request(read.method, read.target, read.headers, _joined(read.body))


def response(data: bytes) -> Response | None:
    """The response that begins here; its body is counted."""
    head, body = split(data)
    found = _STATUS.match(head)
    return Response(int(found[1]), _headers(head.partition(b"\n")[2]), len(body)) if found else None


def url(read: Request, scheme: str = "https") -> str:
    """The URL of a request: its target if that is one, otherwise after the host that its header names."""
    if "://" in read.target.partition("?")[0] or read.method == "CONNECT":
        return read.target
    host = read.header("host") or read.header(":authority")
    path = read.target if read.target.startswith("/") else f"/{read.target.removeprefix('*')}"
    return f"{scheme}://{host}{path}" if host else path


def _target(line: bytes) -> bytes:
    """The request line behind its method, without the version."""
    target, _, version = line.rstrip(b" \t").rpartition(b" ")
    return target.rstrip(b" \t") if target and version.startswith(b"HTTP/") else line


def _headers(lines: bytes) -> Headers:
    text = _text(lines)
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    return tuple([_header(line) for line in text.split("\n") if line and not line.isspace()])


def _header(line: str) -> tuple[str, str]:
    name, _, value = line[1:].partition(":")  # HTTP/2's own begin with a colon
    return (line[0] + name).strip(), value.strip()


def _joined(body: bytes) -> bytes:
    """The chunks' data (RFC 9112, 7.1); the body as it is where they do not fit, as tools may have joined them."""
    chunks: list[bytes] = []
    at = 0
    while size := _CHUNK.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(chunks)
        chunk = body[size.end() : size.end() + length]
        if len(chunk) < length:
            break
        chunks.append(chunk)
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1
    return body


def _text(raw: bytes) -> str:
    """Header lines, each of which may have a coding of its own."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "\n".join(map(_line, raw.split(b"\n")))


def _line(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
