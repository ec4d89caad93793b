"""The page of all metrics, and the one that asks for the token. No script, no request to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from phonehome.report.templates import digest, resource, templates
from phonehome.telemetry.dashboard import words
from phonehome.telemetry.dashboard.board import Card
from phonehome.telemetry.metric import Purpose

_PACKAGE = "phonehome.telemetry.dashboard"
_STYLE = resource("page.css") + resource("charts.css") + resource("dashboard.css", _PACKAGE)


class Asked(Struct, frozen=True):
    """The days that are asked about, and why they are not the ones that were wished for."""

    since: date
    until: date
    today: date
    wrong: str = ""


def page(asked: Asked, purposes: dict[str, Purpose], cards: Sequence[Card]) -> str:
    """All cards, by purpose."""
    chapters = [
        (name, purpose.title, [card for card in cards if card.metric.terms.purpose == name])
        for name, purpose in purposes.items()
    ]
    return _TEMPLATES.get_template("page").render(asked=asked, chapters=[one for one in chapters if one[2]])


def door(*, refused: bool) -> str:
    """The page that asks for the token."""
    return _TEMPLATES.get_template("door").render(refused=refused)


def away(why: str) -> str:
    """The page that says why there are no numbers now."""
    return _TEMPLATES.get_template("away").render(why=why)


def policy() -> str:
    """The Content-Security-Policy of both: their own style, forms to this address, nothing else."""
    return (
        f"default-src 'none'; style-src '{digest(_STYLE)}'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


_TEMPLATES = templates(
    {name: f"{name}.html.jinja" for name in ("frame", "page", "card", "rows", "door", "away")},
    {"STYLE": Markup(_STYLE), "words": words},  # noqa: S704 - our own
    _PACKAGE,
)
