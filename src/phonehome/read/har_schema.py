"""The objects of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) as typed values: what an audit needs.

All else, response bodies above all, is skipped without being decoded.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct, field


class Pair(Struct, gc=False):
    """A header, a cookie or a part of the query."""

    name: str = ""
    value: str = ""


class Param(Struct, gc=False):
    """A posted parameter; a file where ``fileName`` is given."""

    name: str = ""
    value: str | None = None
    fileName: str | None = None  # noqa: N815 - HAR's name for it
    contentType: str | None = None  # noqa: N815 - same


class PostData(Struct, gc=False):
    """A request's body. ``encoding`` is no part of HAR 1.2, but many write it."""

    mimeType: str | None = None  # noqa: N815 - HAR's name for it
    text: str | None = None
    encoding: str | None = None
    params: list[Param] | None = None


class Request(Struct, gc=False):
    """What was asked."""

    method: str = ""
    url: str = ""
    headers: list[Pair] = []
    cookies: list[Pair] = []
    queryString: list[Pair] = []  # noqa: N815 - HAR's name for it
    postData: PostData | None = None  # noqa: N815 - same
    bodySize: int | None = None  # noqa: N815 - same


class Content(Struct, gc=False):
    """How much was answered."""

    size: int | None = None


class Answer(Struct, gc=False):
    """What was answered. Chrome and mitmproxy give the reason for no answer in ``_error``."""

    status: int = 0
    headers: list[Pair] = []
    content: Content | None = None
    bodySize: int | None = None  # noqa: N815 - HAR's name for it
    error: str | None = field(name="_error", default=None)


class Message(Struct, gc=False):
    """A WebSocket message as Chrome and mitmproxy write it: ``send`` or ``receive``, base64 if the opcode is 2."""

    type: str = ""
    opcode: int = 1
    data: str = ""


class Beside(Struct, gc=False):
    """What HAR has no place for, as phonehome writes it: whether it was sent, bytes that were only counted."""

    sent: bool = True
    unkept: int = 0
    mangled: bool = False


class Entry(Struct, gc=False):
    """One exchange. Chrome says in ``_fromCache`` that it asked no server."""

    request: Request | None = None
    response: Answer | None = None
    startedDateTime: str | None = None  # noqa: N815 - HAR's name for it
    serverIPAddress: str | None = None  # noqa: N815 - same
    cached: str | None = field(name="_fromCache", default=None)
    messages: list[Message] = field(name="_webSocketMessages", default_factory=list)
    beside: Beside | None = field(name="_phonehome", default=None)


ENTRY = msgspec.json.Decoder(Entry)
