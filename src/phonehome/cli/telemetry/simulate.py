"""phonehome telemetry simulate: a fleet of simulated phones, some of whose owners agreed, reports to a collector."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from phonehome.cli.command import BROKEN, DONE, command_with, progress_bar
from phonehome.cli.telemetry.asked import METRICS, metrics_of
from phonehome.telemetry.fleet.fleet import Fleet, Lives, Told, known, lives_of, reports, truth
from phonehome.telemetry.fleet.post import Sent, post_all
from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.wire import WINDOW, Report, day_of


class Wish(Struct, frozen=True):
    """What one call of the command asks for; without a server, the reports go to standard output."""

    phones: int
    days: int
    consenting: float
    seed: int
    server: str | None
    metrics: str | None
    truth: str | None


@click.command(
    cls=command_with("phonehome telemetry simulate --phones 1000 --days 7 --server http://127.0.0.1:8440"),
    epilog="The last simulated day is yesterday, so that a collector takes all of them.",
)
@click.option("--phones", type=click.IntRange(1), default=1000, show_default=True, help="How many phones there are.")
@click.option("--days", type=click.IntRange(1, WINDOW), default=7, show_default=True, help="How long they report.")
@click.option(
    "--consenting",
    type=click.FloatRange(0, 1),
    default=0.3,
    show_default=True,
    help="The share of owners who agreed; the other phones send nothing.",
)
@click.option("--seed", default=1, show_default=True, help="Which fleet; the same seed lives the same lives.")
@click.option("--server", metavar="URL", help="The collector. Without it the reports are printed as JSON Lines.")
@METRICS
@click.option("--truth", metavar="FILE", help="Write what is true of the consenting phones: shares by metric, JSON.")
def simulate(**options: object) -> int:
    """Simulate a fleet whose owners agreed or did not, and send what it reports."""
    wish = msgspec.convert(options, Wish)
    metrics = metrics_of(wish.metrics)
    first = day_of(time.time()) - wish.days
    fleet = Fleet(wish.phones, wish.days, first, wish.consenting, wish.seed)
    with progress_bar("living", None):
        lives = lives_of(fleet)
    unknown = metrics.metrics.keys() - set(known(metrics, lives))
    if unknown:
        click.echo(f"no simulated phone can answer {', '.join(sorted(unknown))}", err=True)
    if wish.truth:
        _write_truth(Path(wish.truth), (fleet, lives, metrics))
    told = reports(fleet, lives, metrics)
    return _printed(told) if wish.server is None else _sent(wish.server, told)


def _printed(told: Iterator[Told]) -> int:
    for one in told:
        sys.stdout.buffer.write(msgspec.json.encode(one.report) + b"\n")
    return DONE


def _sent(server: str, told: Iterator[Told]) -> int:
    seen = set[int]()
    with progress_bar("reporting", None) as tell:
        done = count(1)
        sent = post_all(server, _counted(told, seen), lambda _: tell(next(done)))
    return _said(sent, len(seen))


def _counted(told: Iterator[Told], seen: set[int]) -> Iterator[Report]:
    for one in told:
        seen.add(one.phone)
        yield one.report


def _said(sent: Sent, phones: int) -> int:
    total, taken = sum(sent.statuses.values()), sent.statuses[202]
    click.echo(f"{phones:,} phones sent {total:,} reports; {taken:,} are kept")
    refused = {status: many for status, many in sorted(sent.statuses.items()) if status != 202}
    for status, many in refused.items():
        click.echo(f"{many:,} were refused with status {status}", err=True)
    return BROKEN if refused else DONE


def _write_truth(file: Path, of: tuple[Fleet, Lives, Metrics]) -> None:
    fleet, lives, metrics = of
    asked = [metrics.metrics[name] for name in known(metrics, lives)]
    shares = {
        metric.name: dict(zip(_cells(metric.attribute, metric.labels), truth(fleet, lives, metric), strict=True))
        for metric in asked
    }
    file.write_bytes(msgspec.json.format(msgspec.json.encode(shares), indent=2) + b"\n")


def _cells(attribute: tuple[str, ...], labels: tuple[str, ...]) -> list[str]:
    return [f"{kind}: {label}" if kind else label for kind in attribute for label in labels]
