"""phonehome telemetry simulate: a fleet of simulated phones, some of whose owners agreed, reports to a collector."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from phonehome.cli.command import BROKEN, DONE, command_with, progress_bar
from phonehome.cli.telemetry.asked import METRICS, metrics_of
from phonehome.report.words import counted, number
from phonehome.telemetry.fleet.fleet import Fleet, Told, known, lived, lives_of, reports
from phonehome.telemetry.fleet.post import post_all
from phonehome.telemetry.fleet.truth import Truth
from phonehome.telemetry.wire import WINDOW, Report, day_of

# A phone is one of a million seeds; the next fleet's begin there (``fleet.fleet``).
MOST_PHONES = 1_000_000
_REFUSED = {
    409: "the collector asks other metrics, or the same ones otherwise; give serve and simulate the same --metrics",
    410: "the collector has counted those days already, or asked them otherwise; give it a --db of its own",
    422: "the collector's clock shows another day than this one",
    429: "the collector takes fewer from one network a minute; start it with --rate 0",
}


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
@click.option(
    "--phones",
    type=click.IntRange(1, MOST_PHONES),
    default=1000,
    show_default=True,
    help=f"How many phones there are, {MOST_PHONES:,} at most.",
)
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
    asked = known(metrics, lives)
    if unknown := metrics.metrics.keys() - set(asked):
        click.echo(f"no simulated phone can answer {', '.join(sorted(unknown))}", err=True)
    truth = Truth([metrics.metrics[name] for name in asked])
    told = reports(truth.seen(lived(fleet, lives)), metrics)
    code = _printed(told) if wish.server is None else _sent(wish, told, truth)
    if wish.truth:
        shares = msgspec.json.format(msgspec.json.encode(truth.shares()), indent=2)
        Path(wish.truth).write_bytes(shares + b"\n")
    return code


def _printed(told: Iterator[Told]) -> int:
    for one in told:
        sys.stdout.buffer.write(msgspec.json.encode(one.report) + b"\n")
    return DONE


def _sent(wish: Wish, told: Iterator[Told], truth: Truth) -> int:
    had_a_day = set[int]()
    with progress_bar("reporting", wish.phones, of="phones") as tell:
        sent = post_all(wish.server or "", _counted(told, had_a_day, tell))
    total, taken = sum(sent.statuses.values()), sent.statuses[202]
    click.echo(
        f"{counted(wish.phones, 'phone')}, {number(truth.agreed)} agreed, {number(len(had_a_day))} had a day of "
        f"answering: {counted(total, 'report')}, {number(taken)} kept"
    )
    refused = {status: many for status, many in sorted(sent.statuses.items()) if status != 202}
    for status, many in refused.items():
        why = _REFUSED.get(status, "docs/reference/telemetry-wire.md says what that means")
        click.echo(f"{number(many)} refused with status {status}: {why}", err=True)
    return BROKEN if refused else DONE


def _counted(told: Iterator[Told], had_a_day: set[int], tell: Callable[[int], None]) -> Iterator[Report]:
    for one in told:
        had_a_day.add(one.phone)
        tell(one.phone + 1)
        yield one.report
