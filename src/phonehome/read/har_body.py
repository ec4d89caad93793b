"""A request's body as it was sent, from HAR 1.2's postData.

HAR holds text, bodies are bytes: writers help themselves with base64, with one character for each byte (Latin-1), with
surrogate escapes (PEP 383), or put U+FFFD for what they cannot write and so destroy it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from phonehome.read.har_schema import Message, Param, PostData, Request

LOST = "\ufffd"
# Text holds no control characters but tab and line ends; zlib and zstd may begin without one.
_BINARY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\\A(?:x\xda|\\(\xb5/\xfd)")
_QUOTES = {ord('"'): "%22", ord("\r"): "%0D", ord("\n"): "%0A"}
_BOUNDARY = re.compile(r'boundary="?([^\s";,]+)', re.IGNORECASE)


def body(request: Request) -> tuple[bytes, bool]:
    """The body, and whether the writer destroyed bytes of it."""
    post = request.postData
    if post is None:
        return b"", False
    if not post.text:
        return _from_params(request, post), False
    if post.encoding and post.encoding.lower() == "base64":
        return _from_base64(post.text)
    return _from_text(post.text, request.bodySize)


def message(found: Message) -> bytes:
    """A WebSocket message's payload (RFC 6455: opcode 2 is binary)."""
    return (_from_base64 if found.opcode == 2 else _from_text)(found.data, None)[0]


def _from_base64(text: str, size: int | None = None) -> tuple[bytes, bool]:
    try:
        return base64.b64decode(text + "==="), False  # padding may be missing
    except ValueError:
        return _from_text(text, size)


def _from_text(text: str, size: int | None) -> tuple[bytes, bool]:
    if text.isascii():
        return text.encode(), False
    latin = _as_latin(text, size)
    if latin is not None:
        return latin, False
    try:
        return text.encode("utf-8", "surrogateescape"), LOST in text
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode(), True


def _as_latin(text: str, size: int | None) -> bytes | None:
    """The bytes, if each was written as one character: by the size, by how they look, or as UTF-8 read as Latin-1."""
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        return None
    if size in {len(latin), len(text.encode())}:
        return latin if size == len(latin) else None
    return latin if _BINARY.search(text) or _is_utf8(latin) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _from_params(request: Request, post: PostData) -> bytes:
    """The body the parameters came from: a form, or multipart/form-data (RFC 7578) where the type says so."""
    if not post.params:
        return b""
    mime = post.mimeType or ""
    if mime.lower().startswith("multipart/"):
        return b"".join(_multipart(post.params, _boundary(request, mime)))
    return urlencode([(param.name, param.value or "") for param in post.params]).encode()


def _boundary(request: Request, mime: str) -> str:
    types = [mime, *(header.value for header in request.headers if header.name.lower() == "content-type")]
    found = next(filter(None, map(_BOUNDARY.search, types)), None)
    return found[1] if found else "boundary"


def _multipart(params: list[Param], boundary: str) -> Iterator[bytes]:
    for param in params:
        filename = f'; filename="{_quoted(param.fileName)}"' if param.fileName else ""
        kind = f"Content-Type: {param.contentType}\r\n" if param.contentType else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(param.name)}"{filename}\r\n{kind}\r\n'
        yield f"{head}{param.value or ''}\r\n".encode()
    yield f"--{boundary}--\r\n".encode()


def _quoted(name: str) -> str:
    """A name as browsers write it (WHATWG HTML, multipart/form-data encoding)."""
    return name.translate(_QUOTES)
