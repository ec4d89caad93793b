"""HAR entries that strict JSON (RFC 8259) or HAR 1.2 would refuse, read field by field.

Invalid UTF-8, lone surrogates, control characters, NaN, numbers for text, text for numbers, null for a list: a field
that makes no sense is left out, the rest is kept.
"""

from __future__ import annotations

import json

from phonehome.read.har_schema import Answer, Content, Entry, Message, Pair, Param, PostData, Request

LARGEST = 32 * 1024 * 1024


def entry(text: bytes) -> Entry | None:
    """An entry from what may be JSON; None where it is none, or too large to try."""
    if len(text) > LARGEST:
        return None
    try:
        found: object = json.loads(text.decode("utf-8", "replace"), strict=False, parse_int=_whole)
    except (ValueError, RecursionError):
        return None
    members = _members(found)
    return Entry(
        request=_request(_members(members.get("request"))),
        response=_answer(_members(members.get("response"))),
        startedDateTime=_text(members.get("startedDateTime")),
        serverIPAddress=_text(members.get("serverIPAddress")),
        cached=_text(members.get("_fromCache")),
        messages=[_message(_members(message)) for message in _list(members.get("_webSocketMessages"))],
    )


def _request(members: dict[str, object]) -> Request | None:
    if not members:
        return None
    return Request(
        method=_text(members.get("method")),
        url=_text(members.get("url")),
        headers=_pairs(members.get("headers")),
        cookies=_pairs(members.get("cookies")),
        queryString=_pairs(members.get("queryString")),
        postData=_post_data(members.get("postData")),
        bodySize=_number(members.get("bodySize")),
    )


def _post_data(found: object) -> PostData | None:
    if isinstance(found, str):
        return PostData(text=found)
    members = _members(found)
    text = members.get("text")
    return PostData(
        mimeType=_text(members.get("mimeType")),
        text=text if isinstance(text, str) else _text(text),  # its surrogates stand for bytes
        encoding=_text(members.get("encoding")),
        params=[_param(_members(param)) for param in _list(members.get("params"))],
    )


def _param(members: dict[str, object]) -> Param:
    return Param(
        name=_text(members.get("name")),
        value=_text(members.get("value")),
        fileName=_text(members.get("fileName")) or None,
        contentType=_text(members.get("contentType")) or None,
    )


def _answer(members: dict[str, object]) -> Answer | None:
    if not members:
        return None
    return Answer(
        status=_number(members.get("status")) or 0,
        headers=_pairs(members.get("headers")),
        content=Content(_number(_members(members.get("content")).get("size"))),
        bodySize=_number(members.get("bodySize")),
        error=_text(members.get("_error")),
    )


def _message(members: dict[str, object]) -> Message:
    opcode = _number(members.get("opcode"))
    return Message(_text(members.get("type")), 1 if opcode is None else opcode, _text(members.get("data")))


def _pairs(found: object) -> list[Pair]:
    """HAR's ``[{"name": ..., "value": ...}]``, and also ``{name: value}`` and ``[[name, value]]``."""
    if isinstance(found, dict):
        return [Pair(_text(name), _text(value)) for name, value in found.items()]
    return [pair for item in _list(found) if (pair := _pair(item)).name or pair.value]


def _pair(item: object) -> Pair:
    match item:
        case [name, value]:
            return Pair(_text(name), _text(value))
        case _:
            members = _members(item)
            return Pair(_text(members.get("name")), _text(members.get("value")))


def _members(found: object) -> dict[str, object]:
    return found if isinstance(found, dict) else {}


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _text(found: object) -> str:
    """Text without lone surrogates; a number or a truth as JSON writes it; nothing for anything else."""
    match found:
        case str():
            return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case bool() | int() | float():
            return json.dumps(found)
        case _:
            return ""


def _number(found: object) -> int | None:
    """A whole number, also from its text or from a fraction; None for anything else."""
    try:
        return int(found) if isinstance(found, str | int | float) else None
    except (ValueError, OverflowError):
        return None


def _whole(digits: str) -> int:
    """A number of any length; Python refuses those of more than 4300 digits, and none is meant."""
    return int(digits) if len(digits) < 100 else 0
