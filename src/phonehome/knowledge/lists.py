"""A user's own list of recipients: our TOML, DuckDuckGo's ``tds.json`` or Disconnect's ``services.json``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct, field

from phonehome.knowledge.schema import Knowledge, Organisation


class _Toml(Struct, frozen=True, forbid_unknown_fields=True):
    organisations: tuple[Organisation, ...] = field(name="organisation")


class _Owner(Struct, frozen=True, rename="camel"):
    name: str = ""
    display_name: str = ""


class _Tracker(Struct, frozen=True):
    owner: _Owner = _Owner()
    categories: tuple[str, ...] = ()


class _DuckDuckGo(Struct, frozen=True):
    trackers: dict[str, _Tracker]


# An organisation's sites with their domains; flags such as "performance" are texts.
_Sites = dict[str, tuple[str, ...] | str]


class _Disconnect(Struct, frozen=True):
    categories: dict[str, tuple[dict[str, _Sites], ...]]


def with_list(knowledge: Knowledge, data: bytes, name: str) -> Knowledge:
    """The tables with a list of this ``name`` added; where both know a domain, the list is believed."""
    return msgspec.structs.replace(knowledge, organisations=(*knowledge.organisations, *read(data, name)))


def read(data: bytes, name: str) -> tuple[Organisation, ...]:
    """The organisations of a list. ValueError names the list when it is in none of the three formats."""
    try:
        if not data.lstrip().startswith(b"{"):
            return msgspec.toml.decode(data, type=_Toml).organisations
        return tuple(_json(data))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{name}: no list of recipients (TOML, DuckDuckGo, Disconnect): {error}") from None
    except RecursionError:
        raise ValueError(f"{name}: nests too deeply to be read") from None


def _json(data: bytes) -> Iterator[Organisation]:
    found = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    if "trackers" in found:
        return _duckduckgo(msgspec.json.decode(data, type=_DuckDuckGo))
    return _disconnect(msgspec.json.decode(data, type=_Disconnect))


def _duckduckgo(found: _DuckDuckGo) -> Iterator[Organisation]:
    for domain, tracker in found.trackers.items():
        name = tracker.owner.display_name or tracker.owner.name
        category = tracker.categories[0].lower() if tracker.categories else ""
        yield Organisation(name or domain, "third party", "", (domain.lower(),), "DuckDuckGo Tracker Radar", category)


def _disconnect(found: _Disconnect) -> Iterator[Organisation]:
    for category, organisations in found.categories.items():
        for row in organisations:
            for name, sites in row.items():
                told = [domains for domains in sites.values() if not isinstance(domains, str)]
                domains = tuple(domain.lower() for listed in told for domain in listed)
                yield Organisation(name, "third party", "", domains, "Disconnect", category.lower())
