"""Whom the phone's person calls and writes to, how often and when, from the call logs and messages that were sent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import phonenumbers
from msgspec import Struct

from phonehome.infer.clock import DAY
from phonehome.infer.contacts_sql import CONTACTS
from phonehome.infer.evidence import Evidence, Key
from phonehome.infer.labels import labels
from phonehome.infer.logged import by_hour

SHORTEST = 7  # shorter ones, such as those of services, have no international form
_NUMBER = re.compile(r"[+(]?\d[\d ()./-]{1,24}")


class Contact(Struct, frozen=True):
    """Somebody the person calls or writes to, strongest ties first.

    ``incoming`` and ``outgoing`` count where the way is told, ``hours`` calls and messages by local hour, ``days``
    those with any of them. ``saved`` says that the number or name was also sent as a contact of its own.
    """

    number: str
    calls: int
    messages: int
    incoming: int
    outgoing: int
    minutes: int
    days: int
    first: datetime | None
    last: datetime | None
    hours: tuple[int, ...]
    saved: bool


class Line(Struct, frozen=True, array_like=True, gc=False):
    """A call, message or contact that was sent: ``at`` in Unix ms, ``way`` in, out or empty."""

    value: str
    kind: str
    at: int | None
    way: str
    seconds: int
    case_no: int
    exchange: int
    number: int

    @property
    def key(self) -> Key:
        """The finding that tells it."""
        return self.case_no, self.exchange, self.number


def lines(evidence: Evidence) -> list[Line]:
    """What was sent of others, in order of time; each call and message once."""
    return list(evidence.rows(CONTACTS, Line))


def contacts(told: Sequence[Line], evidence: Evidence) -> list[Contact]:
    """The others by strength of the tie: days with a call or message, then their number."""
    region = next((case.region for case in evidence.cases if case.region), "")
    parties = _parties({line.value for line in told}, region)
    by_party: defaultdict[str, list[Line]] = defaultdict(list)
    for line in told:
        if line.kind == "contact" or line.value in parties:
            by_party[parties.get(line.value, line.value)].append(line)
    ranked = sorted(by_party, key=lambda party: _strength(party, by_party[party]))
    names = labels(ranked, evidence.say)
    return [_contact(names[party], by_party[party], evidence) for party in ranked]


def _parties(values: set[str], region: str) -> Mapping[str, str]:
    """Numbers in one writing (ITU-T E.164), so that +44 7700 900123 and 07700900123 are one party."""
    return {value: _international(value, region) for value in values if _NUMBER.fullmatch(value)}


def _international(value: str, region: str) -> str:
    digits = re.sub(r"[^\d+]", "", value)
    try:
        number = phonenumbers.parse(value, region or None)
    except phonenumbers.NumberParseException:
        return digits
    if len(digits) < SHORTEST or not phonenumbers.is_possible_number(number):
        return digits
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _strength(party: str, some: Sequence[Line]) -> tuple[int, int, str]:
    talked = [line for line in some if line.kind != "contact"]
    return -len({line.at // DAY for line in talked if line.at}), -len(talked), party


def _contact(name: str, some: Sequence[Line], evidence: Evidence) -> Contact:
    talked = [line for line in some if line.kind != "contact"]
    times = [line.at for line in talked if line.at is not None]
    calls = [line for line in talked if line.kind == "call_log"]
    return Contact(
        number=name,
        calls=len(calls),
        messages=len(talked) - len(calls),
        incoming=sum(line.way == "in" for line in talked),
        outgoing=sum(line.way == "out" for line in talked),
        minutes=round(sum(line.seconds for line in calls) / 60),
        days=len({evidence.clock.local(time) // DAY for time in times}),
        first=evidence.clock.at(min(times)) if times else None,
        last=evidence.clock.at(max(times)) if times else None,
        hours=by_hour(times, evidence.clock),
        saved=any(line.kind == "contact" for line in some),
    )


def spoken(several: Sequence[Contact]) -> Iterator[str]:
    """In words: how many others, and who the strongest ties are."""
    with_talk = [one for one in several if one.calls + one.messages]
    if with_talk:
        calls, messages = sum(one.calls for one in several), sum(one.messages for one in several)
        first = with_talk[0]
        yield (
            f"{len(with_talk):,} others are known with {calls:,} calls and {messages:,} messages; the strongest tie is "
            f"to {first.number}, on {first.days:,} days."
        )
    elif several:
        yield f"{len(several):,} others are known by their numbers or names, without calls or messages."
