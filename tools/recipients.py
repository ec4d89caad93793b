"""Third parties and what they are there for, as ``src/phonehome/knowledge/recipients-third-parties.toml``.

    npm install --prefix /tmp/parties third-party-web
    python tools/recipients.py /tmp/parties/node_modules/third-party-web trackhar-adapters.json

Arguments: the folder of the npm package ``third-party-web`` (MIT) and the adapters of ``trackhar`` (CC0-1.0, the file
that ``tools/trackhar.py`` reads). TrackHAR's rows come first; hand-written rows win over both when the tables are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from phonehome.detect.checks import email
from phonehome.knowledge.schema import Organisation
from trackhar import Adapter
from trackhar_urls import addresses

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src/phonehome/knowledge/recipients-third-parties.toml"
HEAD = """# Third parties: organisation and category.
# Sources: TrackHAR 1.0.0 (CC0-1.0); third-party-web 0.30.0 (MIT, Copyright (c) 2019 Patrick Hulce).
# Written by tools/recipients.py; do not edit.
"""


class Seat(Struct, frozen=True):
    country: str
    category: str


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Our own table beside the data sets."""

    category: dict[str, str]
    tracker: dict[str, Seat]


class Entity(Struct, frozen=True):
    """A third party of third-party-web; ``company`` stands behind it, unless it is itself one."""

    name: str
    category: str
    domains: tuple[str, ...]
    company: str = ""
    homepage: str = ""


def main(parties: Path, adapters: Path) -> None:
    """Writes the table and says how many organisations and domains it has."""
    words = msgspec.toml.decode((ROOT / "tools/recipients.toml").read_bytes(), type=Words)
    known: set[str] = set()
    rows = list(_fresh(trackers(adapters.read_bytes(), words), known))
    rows += _fresh(entities((parties / "dist/entities-nostats.json").read_bytes(), words), known)
    TABLE.write_text(HEAD + "".join(map(_toml, rows)), encoding="utf-8")
    print(f"{len(rows)} rows, {sum(len(row.domains) for row in rows)} domains")


def trackers(data: bytes, words: Words) -> Iterator[Organisation]:
    """TrackHAR's organisations with the domains of their endpoints."""
    domains: dict[tuple[str, str], list[str]] = {}
    for adapter in msgspec.json.decode(data, type=tuple[Adapter, ...]):
        theirs = domains.setdefault((adapter.tracker.slug, adapter.tracker.name), [])
        hosts = [host for address in addresses(adapter.endpoint_urls) for host in address.hosts]
        theirs += [_registrable(host) for host in hosts if not host.endswith("*")]
    for (slug, name), found in domains.items():
        seat, source = words.tracker[slug], f"https://trackers.tweasel.org/t/{slug}"
        yield Organisation(name, "third party", seat.country, tuple(dict.fromkeys(found)), source, seat.category)


def entities(data: bytes, words: Words) -> Iterator[Organisation]:
    """third-party-web's, one row a company and category."""
    domains: dict[tuple[str, str], list[str]] = {}
    for one in msgspec.json.decode(data, type=tuple[Entity, ...]):
        theirs = domains.setdefault((one.company or one.name, words.category[one.category]), [])
        theirs += [domain.removeprefix("*.").lower() for domain in one.domains]
    for (name, category), found in domains.items():
        good = tuple(domain for domain in dict.fromkeys(found) if email(f"a@{domain}"))
        yield Organisation(name, "third party", "", good, "", category)


def _fresh(rows: Iterator[Organisation], known: set[str]) -> Iterator[Organisation]:
    for row in rows:
        domains = tuple(domain for domain in row.domains if domain not in known)
        known.update(domains)
        if domains:
            yield msgspec.structs.replace(row, domains=domains)


def _registrable(host: str) -> str:
    """None of TrackHAR's hosts stands below a public suffix of two labels but those of adjust.net.in."""
    labels = host.removeprefix("*.").split(".")
    return ".".join(labels[-3:] if labels[-2:] == ["net", "in"] else labels[-2:])


def _toml(row: Organisation) -> str:
    told = {key: value for key, value in msgspec.structs.asdict(row).items() if value or key == "country"}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
    return "\n".join(["", "[[organisation]]", *lines]) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
