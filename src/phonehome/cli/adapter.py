"""phonehome adapter: test an endpoint table of one's own against a capture, list the ones there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
from msgspec import Struct, structs

from phonehome.attribute import host_of
from phonehome.cli.command import BROKEN, DONE, command_with, open_input
from phonehome.decode import fields
from phonehome.detect.address import Addresses
from phonehome.detect.endpoint import is_meant, rules_at, table_of
from phonehome.detect.layers import below, places
from phonehome.detect.request import Request, request_of
from phonehome.engine import keyring
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Endpoint, Knowledge
from phonehome.knowledge.tables import read_adapter
from phonehome.model import Exchange
from phonehome.read import reader_of
from phonehome.read.reader import HEAD
from phonehome.read.stretch import joined

Row = tuple[str, str]  # endpoint and path


class Tried(Struct, frozen=True):
    """What became of an adapter's rows in a capture: requests and matches counted, and what no row explains."""

    requests: Counter[str]
    matched: Counter[Row]
    unexplained: Counter[Row]


@click.group(epilog="How to write one: docs/how-to/write-an-adapter.md", invoke_without_command=True)
@click.pass_context
def adapter(context: click.Context) -> int:
    """Endpoint tables: what an address receives, field by field."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return DONE


@adapter.command(name="list", cls=command_with("phonehome adapter list"))
def listed() -> int:
    """Name every endpoint that phonehome knows."""
    for endpoint in load().endpoints:
        click.echo(f"{endpoint.name}: {', '.join(endpoint.hosts[:3])}{' ...' if len(endpoint.hosts) > 3 else ''}")
    return DONE


@adapter.command(cls=command_with("phonehome adapter test mine.toml --capture week.har"))
@click.argument("file")
@click.option("--capture", metavar="FILE", help="Show which rows match in it, and which fields no row explains.")
def test(file: str, capture: str | None) -> int:
    """Check an adapter FILE; exit 1 when one of its rows matches nothing in the capture."""
    endpoints = read_adapter(Path(file), load())
    knowledge = structs.replace(load(), endpoints=endpoints)
    keyring(knowledge)
    rows = [(endpoint.name, path) for endpoint in endpoints for path in _paths(endpoint)]
    click.echo(f"{file}: {len(endpoints)} endpoints, {len(rows)} paths, no fault found")
    if capture is None:
        return DONE
    tried = _try(knowledge, capture)
    for line in _told(tried, rows):
        click.echo(line)
    return BROKEN if any(not tried.matched[row] for row in rows) else DONE


def _paths(endpoint: Endpoint) -> Iterator[str]:
    for row in endpoint.fields:
        yield from row.paths
    yield from (record.path for record in endpoint.records)


def _try(knowledge: Knowledge, capture: str) -> Tried:
    tried = Tried(Counter(), Counter(), Counter())
    addresses, keys_at = Addresses(knowledge.endpoints), keyring(knowledge)
    for exchange in _exchanges(capture):
        request = request_of(exchange, fields(exchange, keys=keys_at(exchange)).fields)
        for _, endpoint in addresses.at(host_of(exchange.url), urlsplit(exchange.url).path):
            _ask(endpoint, knowledge, request, tried)
    return tried


def _exchanges(capture: str) -> Iterator[Exchange]:
    with open_input(capture) as file:
        head = file.read(HEAD)
        file.seek(0)
        yield from (item for item in joined(reader_of(head).read(file)) if isinstance(item, Exchange))


def _ask(endpoint: Endpoint, knowledge: Knowledge, request: Request, tried: Tried) -> None:
    table, everything = table_of(endpoint, knowledge.kinds), places(request.fields)
    under = below(table.opens, everything)
    if not is_meant(table, request, everything, under):
        return
    tried.requests[endpoint.name] += 1
    for place in under:
        paths = [rule.path for rule in rules_at(table, place)]
        records = [row.path for row, _ in table.records if place.general.startswith((f"{row.path}.", f"{row.path} "))]
        tried.matched.update((endpoint.name, path) for path in paths + records)
        if not paths and not records:
            tried.unexplained[endpoint.name, place.general] += 1


def _told(tried: Tried, rows: list[Row]) -> Iterator[str]:
    for name in dict.fromkeys(name for name, _ in rows):
        yield f"\n{name}: {tried.requests[name]} requests"
        for row in rows:
            if row[0] == name:
                yield f"  {tried.matched[row] or 'never':>7} {row[1]}"
        left = [(path, count) for (at, path), count in tried.unexplained.items() if at == name]
        if left:
            yield "  no row explains"
        yield from (f"  {count:>7} {path}" for path, count in left)
