"""phonehome telemetry query: asks a running collector what its reports say of the fleet."""

from __future__ import annotations

import json
import os
from http.client import HTTPException
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import click
import msgspec
from msgspec import Struct

from phonehome.cli.command import DONE, command_with
from phonehome.cli.telemetry.answered import lines
from phonehome.cli.telemetry.serve import TOKEN
from phonehome.report.words import visible
from phonehome.telemetry.collect.answer import Answer

SECONDS = 60
STRANGER = "is no collector of this phonehome, or was cut off"


class Wish(Struct, frozen=True):
    """What one call of the command asks for."""

    metric: str
    since: str
    until: str
    by: str
    server: str
    form: Literal["text", "json"]


@click.command(
    cls=command_with(
        "phonehome telemetry query screen_hours --since 2026-10-01", "phonehome telemetry query screen_hours --by week"
    ),
    epilog=f"Too few reports are an answer too, with exit code 0. Where the collector wants a token, {TOKEN} says it.",
)
@click.argument("metric")
@click.option("--since", metavar="DAY", default="", help="From this day (2026-10-01). Four weeks before by default.")
@click.option("--until", metavar="DAY", default="", help="To this day. Today in UTC by default.")
@click.option(
    "--by", metavar="WHAT", default="", help="Also by week; or by the attribute that it is asked with, os_version."
)
@click.option(
    "--server",
    metavar="URL",
    default="http://127.0.0.1:8441",
    show_default=True,
    help="The collector's door for asking.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form.")
def query(**options: object) -> int:
    """Say what the reports tell of the fleet: shares with intervals, or that they are too few."""
    wish = msgspec.convert(options, Wish)
    said = _ask(wish)
    try:
        answer = msgspec.json.decode(said, type=Answer)
    except msgspec.MsgspecError:
        raise ValueError(f"what answers at {wish.server} {STRANGER}") from None
    if wish.form == "json":
        click.echo(msgspec.json.format(said, indent=2).decode())
    else:
        click.echo("\n".join(map(visible, lines(answer, wish.by))))
    return DONE


def _ask(wish: Wish) -> bytes:
    if urlsplit(wish.server).scheme not in {"http", "https"}:
        raise ValueError(f"--server must be an http:// or https:// address, not {wish.server!r}")
    told = (("metric", wish.metric), ("since", wish.since), ("until", wish.until), ("by", wish.by))
    url = f"{wish.server.rstrip('/')}/v1/estimates?{urlencode([one for one in told if one[1]])}"
    token = os.environ.get(TOKEN, "")
    request = Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310 - checked
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answered:
            return bytes(answered.read())
    except HTTPError as error:
        with error:
            raise ValueError(_refusal(error.read(4096))) from None
    except OSError as error:
        why = error.reason if isinstance(error, URLError) else error
        raise ValueError(
            f"no collector answers at {wish.server} ({why}); start it: phonehome telemetry serve"
        ) from None
    except HTTPException:
        raise ValueError(f"what answers at {wish.server} {STRANGER}") from None


def _refusal(body: bytes) -> str:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    said = found.get("error") if isinstance(found, dict) else None
    return f"the collector says: {said or body.decode('utf-8', 'replace').strip() or 'nothing'}"
