"""Where a person goes in the browser: pages, searches, downloads and videos. Sites and words are invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Literal
from urllib.parse import urlencode

from msgspec import Struct

from phonehome.model import Event
from phonehome.phones.chance import lognormal, weighted
from phonehome.phones.clock import SECOND
from phonehome.phones.person import Person

Means = Literal["page", "search", "download", "video"]

SITES = (
    "https://paper.example.org/politics/",
    "https://paper.example.org/sport/",
    "https://recipes.example.com/dinner/",
    "https://health.example.net/symptoms/",
    "https://forum.example.org/divorce/thread-",
    "https://jobs.example.com/vacancy/",
    "https://bank.example.net/loans/compare-",
    "https://travel.example.com/flights/",
    "https://parents.example.org/newborn/",
    "https://clinic.example.com/appointments/",
)
SEARCH = "https://search.example.com/find?"
WORDS = (
    "early pregnancy symptoms",
    "how to quit smoking",
    "debt advice near me",
    "divorce solicitor cost",
    "panic attack at work",
    "cheap flights to lisbon",
    "side effects of sertraline",
    "redundancy pay calculator",
    "is my landlord allowed to",
    "café brontë opening hours",
    "train strike next week",
    "vegan lasagne recipe",
)
VIDEOS = ("guitar lesson for beginners", "back pain exercises", "wedding speech ideas", "fix a dripping tap")
DOWNLOADS = "https://files.example.net/forms/"
MEANS: tuple[Means, ...] = ("page", "search", "download", "video")
OFTEN = (10, 4, 0.4, 0.8)
SECONDS = 22


class Visit(Struct, frozen=True):
    """A page opened at a time (Unix ms): its URL, and the words that were searched for, if any."""

    time: int
    url: str
    means: Means = "page"
    words: str = ""


def visited(person: Person, sessions: Sequence[Event], rng: Random) -> Iterator[Visit]:
    """What was opened in each use of a browser, in order of time."""
    browsers = {app.package for app in person.apps if app.browses}
    for session in sessions:
        if session.app in browsers and session.end is not None:
            yield from _browsed(session.start + SECOND, session.end, rng)


def _browsed(time: int, end: int, rng: Random) -> Iterator[Visit]:
    while time < end:
        yield _visit(time, rng)
        time += SECOND + round(lognormal(rng, SECONDS, 0.8) * SECOND)


def _visit(time: int, rng: Random) -> Visit:
    means = weighted(rng, MEANS, OFTEN)
    page = rng.randrange(1_000, 10_000)
    match means:
        case "search":
            words = rng.choice(WORDS)
            return Visit(time, SEARCH + urlencode({"q": words}), means, words)
        case "video":
            words = rng.choice(VIDEOS)
            return Visit(time, f"https://videos.example.org/watch/{page}", means, words)
        case "download":
            return Visit(time, f"{DOWNLOADS}application-{page}.pdf", means)
        case _:
            return Visit(time, f"{rng.choice(SITES)}{page}", means)
