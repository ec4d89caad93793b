"""Apple property lists, XML and binary (CFBinaryPList.c), flattened to JSONPath-like paths."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError

from phonehome.decode.closing import close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts
from phonehome.decode.tree import changed, flatten
from phonehome.model import Value

NAME = "plist"
STARTS = b"<b\xef\t\n\r "
LEAST = 20
READS: Medium = "any"
SIGNS = b"<"
KEEPS = 0

Root = dict[str, object] | list[object]

_BINARY = b"bplist00"
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE plist[^>\[]*>\s*)?<plist[\s>]")
_TRAILER = 32
_BAD = (ExpatError, ValueError, LookupError, AttributeError, TypeError, OverflowError)


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each leaf. XML with declarations within its document type is left to the XML codec."""
    if not _is_plist(data):
        return None
    try:
        return flatten(_loaded(data)) or None
    except _BAD:
        return None
    except RecursionError:
        raise Bounded("plist nests too deep") from None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Written anew; XML only where it stands as Apple writes it, so that nothing else changes."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes | None:
    tree = _loaded(data)
    form = plistlib.FMT_BINARY if data.startswith(_BINARY) else plistlib.FMT_XML
    if form is plistlib.FMT_XML and plistlib.dumps(tree, sort_keys=False).strip() != data.strip():
        return None
    try:
        new = changed(tree, parts)
        return plistlib.dumps(new, fmt=form, sort_keys=False) if isinstance(new, (dict, list)) else None
    except _BAD:
        return None


def _is_plist(data: bytes) -> bool:
    if not data.startswith(_BINARY):
        return _XML.match(data) is not None
    objects = int.from_bytes(data[-24:-16])
    if MOST_PARTS < objects < len(data):
        raise Bounded(f"plist holds more than {MOST_PARTS} values")
    return objects < len(data) > len(_BINARY) + _TRAILER


def _loaded(data: bytes) -> Root:
    tree = plistlib.loads(data)
    if not isinstance(tree, (dict, list)):
        raise TypeError
    return tree
