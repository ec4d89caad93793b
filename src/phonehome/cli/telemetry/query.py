"""phonehome telemetry query: asks a running collector what its reports say of the fleet."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import click
import msgspec
from msgspec import Struct

from phonehome.cli.command import DONE, command_with
from phonehome.cli.telemetry.serve import TOKEN
from phonehome.report.words import visible

SECONDS = 60


class Interval(Struct, frozen=True):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float


class Share(Struct, frozen=True):
    """The share of a label, with its 95 % interval and made whole."""

    label: str
    share: float
    low: float
    high: float
    shown: float


class Cohort(Struct, frozen=True):
    """The phones with one value of the attribute."""

    attribute: str
    share: Interval
    needed: int
    enough: bool


class Answer(Struct, frozen=True):
    """What is read of the collector's answer."""

    metric: str
    since: date
    until: date
    unit: str
    days: int
    other_days: int
    n: int
    needed: int
    enough: bool
    epsilon_report: float
    epsilon_lifetime: float
    shares: tuple[Share, ...]
    mean: Interval | None
    cohorts: tuple[Cohort, ...]


@click.command(
    cls=command_with("phonehome telemetry query screen_hours --since 2026-10-01"),
    epilog=f"Where the collector wants a token, {TOKEN} says it.",
)
@click.argument("metric")
@click.option("--since", metavar="DAY", default="", help="From this day (2026-10-01). Four weeks ago by default.")
@click.option("--until", metavar="DAY", default="", help="To this day. All there is by default.")
@click.option(
    "--server",
    metavar="URL",
    default="http://127.0.0.1:8441",
    show_default=True,
    help="The collector's door for asking.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form.")
def query(metric: str, since: str, until: str, server: str, form: Literal["text", "json"]) -> int:  # noqa: PLR0913, PLR0917
    """Say what the reports tell of the fleet: shares with intervals, or that they are too few."""
    asked = {key: text for key, text in (("metric", metric), ("since", since), ("until", until)) if text}
    said = _ask(f"{server.rstrip('/')}/v1/estimates?{urlencode(asked)}")
    if form == "json":
        click.echo(msgspec.json.format(said, indent=2).decode())
    else:
        click.echo("\n".join(map(visible, lines(msgspec.json.decode(said, type=Answer)))))
    return DONE


def lines(answer: Answer) -> Iterator[str]:
    """The answer in words and columns."""
    period = f"{answer.since} to {answer.until}"
    yield f"{answer.metric}, {period}: {answer.n:,} reports of {answer.days} days"
    if answer.other_days:
        yield f"left out: {answer.other_days} days on which it was asked in another definition"
    yield f"epsilon {answer.epsilon_report:g} a report, at most {answer.epsilon_lifetime:g} in a phone's life"
    if not answer.enough:
        yield f"too few reports to say: {answer.needed:,} are needed, or the answer is noise"
        return
    if answer.mean:
        yield f"mean {answer.mean.mean:.3g} {answer.unit} ({answer.mean.low:.3g} to {answer.mean.high:.3g})"
    width = max(len(share.label) for share in answer.shares)
    yield f"{'':{width}}   share   95 % interval       unadjusted"
    for one in answer.shares:
        interval = f"{max(one.low, 0):6.2%} to {min(max(one.high, 0), 1):6.2%}"
        yield f"{one.label:{width}}  {one.shown:6.2%}  {interval:19} {one.share:7.2%}"
    for cohort in answer.cohorts:
        few = "" if cohort.enough else f"; too few to say more ({cohort.needed:,} are needed)"
        yield f"{cohort.attribute}: {cohort.share.mean:.2%} of the phones{few}"


def _ask(url: str) -> bytes:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError(f"--server must be an http:// or https:// address, not {url.partition('/v1/')[0]!r}")
    token = os.environ.get(TOKEN, "")
    request = Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310 - checked
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answered:
            return bytes(answered.read())
    except HTTPError as error:
        with error:
            raise ValueError(_refusal(error.read(4096))) from None
    except URLError as error:
        where = url.partition("/v1/")[0]
        raise ValueError(
            f"no collector answers at {where} ({error.reason}); start it: phonehome telemetry serve"
        ) from None


def _refusal(body: bytes) -> str:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    said = found.get("error") if isinstance(found, dict) else None
    return f"the collector says: {said or body.decode('utf-8', 'replace').strip()}"
