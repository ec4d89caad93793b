"""What a phone writes down of talks with others: its call log, its text messages, contacts that are added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from phonehome.phones.chance import stream
from phonehome.phones.clock import SECOND
from phonehome.phones.life import Life
from phonehome.phones.person import Contact
from phonehome.phones.use import Talk

# invented, and about nobody
TEXTS = (
    "Running late, start without me",
    "Did the doctor call back?",
    "Can you pick up the kids at four",
    "Rent is due on Friday, can you lend me some",
    "Don't tell the others yet",
    "The results came back, all fine",
    "I got the job!",
    "Happy birthday, dear",
    "Meet me at the café, usual table",
    "Call me when you are alone",
)
MOST_TEXTS = 4


class Call(Struct, frozen=True):
    """A line of the call log, with the other party's number in national form."""

    number: str
    start: int
    end: int
    direction: Literal["in", "out"]


class Text(Struct, frozen=True):
    """A text message (SMS): when, with which number, whether it was received, and its words."""

    number: str
    time: int
    received: bool
    words: str


def calls(life: Life, seed: int) -> Iterator[Call]:
    """The call log: every talk in the dialler."""
    rng = stream(seed, "calls")
    for talk in _talks(life, "call"):
        yield Call(_number(life, talk), talk.start, talk.end, rng.choice(("in", "out")))


def texts(life: Life, seed: int) -> Iterator[Text]:
    """The messages, to and fro: each talk in the messages app is one to four of them."""
    rng = stream(seed, "texts")
    for talk in _talks(life, "text"):
        received = rng.random() < 0.5
        for time in sorted(rng.randrange(talk.start, talk.end) for _ in range(rng.randrange(1, MOST_TEXTS + 1))):
            yield Text(_number(life, talk), time, received, rng.choice(TEXTS))
            received = not received


def added(life: Life, seed: int) -> Iterator[tuple[int, Contact]]:
    """The contacts that were new: each is added within a minute after the first talk with it, if it was by phone."""
    rng = stream(seed, "added")
    seen: set[str] = set()
    for talk in (*_talks(life, "call"), *_talks(life, "text")):
        if talk.contact not in seen and rng.random() < 0.4:
            yield talk.end + rng.randrange(60 * SECOND), Contact(talk.contact, _number(life, talk), 0)
        seen.add(talk.contact)


def _talks(life: Life, means: Literal["call", "text"]) -> Iterator[Talk]:
    apps = {app.package for app in life.person.apps if app.talks == means}
    return (talk for talk in life.talks if talk.app in apps)


def _number(life: Life, talk: Talk) -> str:
    return next(contact.number for contact in life.person.contacts if contact.name == talk.contact)
