"""phonehome telemetry serve: the collector."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType

import click
from msgspec import Struct

from phonehome.cli.command import DONE, command_with
from phonehome.cli.telemetry.asked import METRICS, file_of

TOKEN = "PHONEHOME_ADMIN_TOKEN"  # noqa: S105 - the name of a variable


class Wish(Struct, frozen=True):
    """What one call of the command asks for."""

    metrics: str | None
    db: str
    listen: str
    admin: str
    rate: int
    behind_proxy: bool


@click.command(
    cls=command_with("phonehome telemetry serve --metrics metrics.toml"),
    epilog=f"With {TOKEN} set, those who ask must say it. Phones need TLS: docs/how-to/telemetry-collector.md",
)
@METRICS
@click.option(
    "--db",
    metavar="FILE|URL",
    default="telemetry.sqlite",
    show_default=True,
    help="Where reports are kept: a file of SQLite, or postgresql://... for several processes.",
)
@click.option("--listen", metavar="ADDRESS", default="127.0.0.1:8440", show_default=True, help="The door for phones.")
@click.option(
    "--admin", metavar="ADDRESS", default="127.0.0.1:8441", show_default=True, help="The door for those who ask."
)
@click.option(
    "--rate", metavar="N", type=int, default=6000, show_default=True, help="Uploads a minute from one network; 0: any."
)
@click.option("--behind-proxy", is_flag=True, help="Believe the last X-Forwarded-For, which the proxy must set.")
def serve(**options: object) -> int:
    """Collect randomised reports, durably and without knowing whose they are."""
    wish = Wish(**options)  # type: ignore[arg-type]
    site = _needed("serve").Site(wish.listen, wish.admin, wish.rate, wish.behind_proxy, os.environ.get(TOKEN, ""))
    metrics = _needed("questions").metrics_of(file_of(wish.metrics))
    if wish.metrics is None:
        _say(f"asks the {len(metrics.metrics)} metrics of the catalogue; phonehome telemetry metrics prints it")
    today = datetime.now(UTC).date()
    for name, metric in metrics.metrics.items():
        if metric.expired(today):
            _say(f"metric {name} expired on {metric.terms.expires}: its reports are refused, and phones send none")
    store = _needed("opened").open_store(wish.db)
    try:
        _needed("serve").serve(store, metrics, site, _say)
    finally:
        store.end()
    return DONE


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _needed(name: str) -> ModuleType:
    """A part of the collector, whose libraries are an extra and not loaded for other commands."""
    try:
        return import_module(f"phonehome.telemetry.server.{name}")
    except ImportError as error:
        raise ValueError(f"the collector needs {error.name}: pip install 'phonehome[telemetry]'") from None
