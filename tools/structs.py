"""What structs say of the JSON that is written from them: every object, its keys, their types, its docstring."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import get_args, get_type_hints

from msgspec import Struct


def structs(root: type[Struct]) -> Iterator[type[Struct]]:
    """A struct and all that its fields hold, each once."""
    waiting, seen = [root], set[type[Struct]]()
    while waiting:
        struct = waiting.pop(0)
        if struct not in seen:
            seen.add(struct)
            yield struct
            waiting += [found for hint in get_type_hints(struct).values() for found in _within(hint)]


def described(struct: type[Struct], skip: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Each key of a struct with its type in words."""
    for name, hint in get_type_hints(struct).items():
        if name not in skip:
            yield name, _words(hint)


def about(struct: type[Struct]) -> str:
    """The docstring as one paragraph."""
    return " ".join((inspect.getdoc(struct) or "").split()).replace("``", "`")


def _within(hint: object) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for part in get_args(hint):
        yield from _within(part)


def _words(hint: object) -> str:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    args = get_args(hint)
    origin = str(getattr(hint, "__origin__", ""))
    if "tuple" in origin:
        return f"list of {_words(args[0])}" if args[-1] is ... else f"list of {len(args)} {_words(args[0])}"
    if "dict" in origin:
        return f"object: {_words(args[0])} to {_words(args[1])}"
    if args and all(isinstance(one, str) for one in args):
        return ", ".join(f"`{one}`" for one in args)
    if args:
        return " or ".join(_words(one) for one in args)
    return _PLAIN.get(getattr(hint, "__name__", ""), str(hint))


_PLAIN = {
    "str": "text",
    "int": "integer",
    "float": "number",
    "bool": "true or false",
    "NoneType": "null",
    "datetime": "date and time with offset",
    "date": "date",
    "time": "time of day",
}
