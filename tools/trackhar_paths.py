"""TrackHAR's decoding steps followed with symbols: where the value of a data path stands, as our locations print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

Names = tuple[str, ...]

# Functions that open a layer, and what we call it; those with None leave the value in place for us.
_LAYERS = {
    "parseJson": "json",
    "parseQueryString": "form",
    "decodeBase64": "base64",
    "decodeProtobuf": "protobuf",
    "decodeJwt": "jwt payload > json",
    "gunzip": None,
    "decodeUrl": None,
    "ensureArray": None,
}
_TOKEN = re.compile(r"""\[\?\((?P<filter>.*?)\)\]|\["(?P<quoted>[^"]+)"\]|\.\.(?P<deep>[\w-]+)|\.?(?P<name>[^.\[]+)""")
_EQUALS = re.compile(r"""@(parent)?(?:\.(\w+)|\[(\d+)\]) ={2,3} '?([^'&\s]+)'?""")
_PROPERTY = re.compile(r"""@property(?:\.startsWith\("(.+)"\)|\.match\(/\^(.+)\$/i?\)| === "(\w+)")""")
_MATCH = re.compile(r"(!?)@\.match\(/(.+?)/(i?)\)")
_BEGINS = re.compile(r"@\.startsWith\('(.+)'\)")


class Step(Struct, frozen=True, rename={"map_input": "mapInput"}, forbid_unknown_fields=True):
    """One decoding step."""

    function: str
    output: str
    input: str = ""
    map_input: str = ""
    options: dict[str, str] = {}


class Spot(Struct, frozen=True):
    """A value: the ``layers`` down to it, the ``path`` within the innermost, and what is said about its text.

    ``listed`` is true where TrackHAR has an array of such values.
    """

    layers: str
    path: str = ""
    listed: bool = False
    split: str = ""
    value: str = ""
    not_value: str = ""
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def codec(self) -> str:
        """The innermost layer."""
        return self.layers.rpartition(" > ")[2]

    def __str__(self) -> str:
        return f"{self.layers} {self.path}" if self.path else self.layers


class Symbols:
    """What each name of an adapter's steps stands for; begins with the request itself."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._spots: dict[Names, Spot] = {}
        for context in ("body", "query", "header", "cookie", "path"):
            self._spots[(context,)] = self._spots["res", context] = Spot(context)
        for step in steps:
            output = tuple(step.output.split("."))
            self._spots[output] = self._result(step)

    def spot(self, context: str, path: str) -> Spot:
        """Where a data path leads."""
        return self._walk(("res", context), path)

    def _result(self, step: Step) -> Spot:
        spot = self._source(step)
        if step.function == "getProperty":
            return spot if step.options["path"] == "$" else self._under(spot, step.options["path"])
        if step.function == "split":
            return msgspec.structs.replace(spot, split=step.options["separator"], listed=True)
        if step.input == "query":
            return spot
        layer = _LAYERS[step.function]
        return Spot(f"{spot} > {layer}", listed=spot.listed, beside=spot.beside) if layer else spot

    def _source(self, step: Step) -> Spot:
        source = step.input or step.map_input
        root = tuple(source.split("."))
        spot = self._spots.get(root) or self._walk(root[:2] if root[0] == "res" else root[:1], _rest(root))
        if not step.map_input:
            return spot
        return msgspec.structs.replace(spot if spot.listed or "*" in source else _element(spot), listed=True)

    def _under(self, spot: Spot, path: str) -> Spot:
        found = spot
        for token in tokens(path):
            found = _at(found, token)
        return msgspec.structs.replace(found, listed=found.listed or "*" in path or "[?" in path)

    def _walk(self, root: Names, path: str) -> Spot:
        """The longest name that stands for something, then step by step from there."""
        left = list(tokens(path))
        names = [token["name"] or "" for token in left]
        for count in range(len(left), -1, -1):
            if (spot := self._spots.get((*root, *names[:count]))) is not None:
                for token in left[count:]:
                    spot = _at(spot, token)
                return spot
        raise ValueError(f"nothing known of {root}")


def tokens(path: str) -> Iterator[re.Match[str]]:
    """A JSONPath step by step, without its ``$``."""
    return _TOKEN.finditer(path.removeprefix("$"))


def _rest(root: Names) -> str:
    return ".".join(root[2:] if root[0] == "res" else root[1:])


def _at(spot: Spot, token: re.Match[str]) -> Spot:
    if token["filter"] is not None:
        return _filtered(spot, token["filter"])
    name = token["name"] or token["quoted"] or token["deep"]
    if name == "*":
        return _element(spot)
    return msgspec.structs.replace(spot, path=_joined(spot, name))


def _element(spot: Spot) -> Spot:
    if spot.listed:
        return msgspec.structs.replace(spot, listed=False)
    path = f"{spot.path or '$'}[]" if spot.codec == "json" else spot.path
    return msgspec.structs.replace(spot, path=path)


def _joined(spot: Spot, name: str) -> str:
    path = spot.path
    if spot.codec == "json":
        plain = re.sub(r"[*]", "x", name).isidentifier()
        return f"{path or '$'}" + (f"[{name}]" if name.isdigit() else f".{name}" if plain else f'["{name}"]')
    if spot.codec == "protobuf":
        return f"{path}.{name}" if path else name
    if spot.codec == "header":
        return name.lower()
    return f"{path}[{name}]" if path else name


def _filtered(spot: Spot, condition: str) -> Spot:
    """A filter as a path with ``*``, as a condition on the text, or on what stands beside it."""
    if found := _PROPERTY.match(condition):
        name = f"{found[1]}*" if found[1] else re.sub(r"\\d\+|\.\*", "*", found[2] or "") or found[3]
        return _about_text(msgspec.structs.replace(spot, path=_joined(spot, name)), condition)
    if found := _BEGINS.match(condition):
        return msgspec.structs.replace(spot, value=f"{found[1]}.*")
    element = _element(spot)
    record = spot if "@parent" in condition else element
    beside = tuple((_neighbour(record, match), match[4]) for match in _EQUALS.finditer(condition))
    assert beside, condition
    return msgspec.structs.replace(element, beside=spot.beside + beside, listed=False)


def _neighbour(record: Spot, match: re.Match[str]) -> str:
    if match[1]:
        record = Spot(record.layers, record.path.rpartition(".")[0])
    return str(msgspec.structs.replace(record, path=_joined(record, match[2] or match[3])))


def _about_text(spot: Spot, condition: str) -> Spot:
    found = _MATCH.search(condition)
    if found is None:
        return spot
    shape = anywhere(found[2], found[3])
    return msgspec.structs.replace(spot, not_value=shape) if found[1] else msgspec.structs.replace(spot, value=shape)


def anywhere(regex: str, flags: str) -> str:
    """A regular expression that is looked for, as one for the whole text."""
    inner = regex.replace(r"\/", "/")
    return f"(?s:.*)(?{flags}:{inner})(?s:.*)"
