"""What a person reads before choosing: made from the metrics themselves, so that it cannot promise something else."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from phonehome.telemetry.metric import Metric, Metrics
from phonehome.telemetry.oracle.oracle import WORD


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences of one language."""

    heading: str
    asked: str
    question: str
    chance: str
    sent: str
    stop: str
    back: str
    no: str


class Text(Struct, frozen=True):
    """What is asked for one purpose, in one language; ``version`` changes with every letter of it."""

    purpose: str
    language: str
    version: str
    text: str


@cache
def languages() -> dict[str, Words]:
    """The sentences by language."""
    table = (files("phonehome.telemetry.client") / "consent.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(table), type=dict[str, Words])


def text_of(metrics: Metrics, purpose: str, language: str = "en") -> Text:
    """The text for a purpose. ValueError where there is no such purpose or language."""
    if purpose not in metrics.purposes:
        raise ValueError(f"no purpose is called {purpose!r}; there are {', '.join(metrics.purposes)}")
    if language not in languages():
        raise ValueError(f"there is no text in {language!r}; there are {', '.join(languages())}")
    words = languages()[language]
    lines = (
        words.heading.format(title=metrics.purposes[purpose].title),
        words.asked,
        *(_question(words, metric) for metric in asked_for(metrics, purpose)),
        words.chance,
        words.sent,
        words.stop,
        words.back,
        words.no,
    )
    text = "\n".join(lines)
    return Text(purpose, language, hashlib.sha256(text.encode()).hexdigest()[:12], text)


def asked_for(metrics: Metrics, purpose: str) -> list[Metric]:
    """The metrics of a purpose."""
    return [metric for metric in metrics.metrics.values() if metric.terms.purpose == purpose]


def _question(words: Words, metric: Metric) -> str:
    chance = round(100 * (1 - metric.oracle.threshold / WORD))
    terms = metric.terms
    why = terms.why.rstrip(".")
    return words.question.format(
        name=metric.name, why=why, owner=terms.owner, expires=terms.expires.isoformat(), chance=chance
    )
