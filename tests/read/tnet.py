"""tnetstrings written down, for the tests of what reads them."""

from __future__ import annotations

from collections.abc import Sequence

Tnet = None | bool | int | float | bytes | str | Sequence["Tnet"] | dict[str, "Tnet"]


TAGS: dict[type, bytes] = {type(None): b"~", bool: b"!", int: b"#", float: b"^"}


def dumps(value: Tnet) -> bytes:
    """A value as mitmproxy writes it: text with a semicolon, bytes with a comma."""
    data, tag = _written(value)
    return b"%d:%b%b" % (len(data), data, tag)


def _written(value: Tnet) -> tuple[bytes, bytes]:
    match value:
        case bytes():
            return value, b","
        case str():
            return value.encode(), b";"
        case dict():
            return b"".join(dumps(name) + dumps(member) for name, member in value.items()), b"}"
        case list() | tuple():
            return b"".join(map(dumps, value)), b"]"
        case _:
            return (b"" if value is None else str(value).lower().encode()), TAGS[type(value)]
