"""Writes a report as sentences a person can quote: one paragraph a recipient, in numbers, without accusation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from phonehome.knowledge.schema import Knowledge
from phonehome.model import CERTAINTIES, Certainty, Group, Report
from phonehome.report.countries import country
from phonehome.report.mask import masked
from phonehome.report.material import Material
from phonehome.report.summary import Party, Tally, parties, span, tallies, understood, whole
from phonehome.report.words import (
    between,
    counted,
    date_time,
    inside,
    layers,
    listed,
    number,
    short,
    size,
    times,
    visible,
)

_NAMED = 6
_ROLES = {"maker": "the maker of the phone", "platform": "a platform", "third party": "a third party"}
_PLACES = {
    "body": "the body",
    "query": "the address, after the question mark",
    "path": "the path of the address",
    "message": "messages after the request",
    "cookie": "a cookie",
    "header": "a header",
}
_HOW: dict[Certainty, str] = {
    "confirmed": "the value was the owner's own or a hash of it, or it is known what that address is sent",
    "likely": "by a name that fits its form, or by check digits and tables",
}
NOTHING = "Nothing that phonehome could tell as personal data left the phone in this capture."


def render(material: Material) -> Iterator[bytes]:
    """A paragraph for each recipient of data that is at least likely personal, the gravest first."""
    found = False
    for _, told in quotes(masked(material.report), material.knowledge):
        yield (("\n" if found else "") + visible(told) + "\n").encode()
        found = True
    if not found:
        yield f"{nothing(material.report)}\n".encode()


def nothing(report: Report) -> str:
    """What is said where nothing can be quoted, and how much of the traffic that rests on."""
    every = whole(report)
    told = [NOTHING] if every.bytes_understood or not every.bytes_sent else []
    return " ".join([*told, understood(every)] if every.bytes_sent > every.bytes_understood else told)


def quotes(report: Report, knowledge: Knowledge) -> Iterator[tuple[Party, str]]:
    """Each organisation that received something at likely or above, and what can be said of it."""
    for party in parties(report):
        if party.is_sure:
            yield party, quote(party, knowledge)


def quote(party: Party, knowledge: Knowledge) -> str:
    """What one recipient got: how often, how wrapped, how sure, since when, and which provisions speak of it."""
    groups = party.sure
    found = tallies(groups, knowledge)
    return " ".join(
        [
            _sent(party),
            _contained(found),
            *_dated(groups, span(party.reports)),
            _wrapped(groups),
            *_certain(found),
            f"Provisions that are relevant to such data: {cited(provisions(found, knowledge))}.",
            "Whether they were kept depends on notices, consent and purposes, which a capture does not show.",
        ]
    )


def provisions(found: Iterable[Tally], knowledge: Knowledge) -> tuple[str, ...]:
    """The provisions that are relevant to these kinds, each once, in the order of the groups."""
    order = list(knowledge.groups)
    ranked = sorted(found, key=lambda tally: order.index(tally.group))
    return tuple(dict.fromkeys(provision for tally in ranked for provision in knowledge.provisions(tally.kind)))


def cited(named: Iterable[str]) -> str:
    """GDPR Art. 4(1), 5(1)(c) and 6; ePrivacy Directive Art. 5(3)."""
    laws: dict[str, list[str]] = {}
    for provision in named:
        law, article, number = provision.partition(" Art. ")
        laws.setdefault(law + article, []).append(number)
    return "; ".join(law + listed(sorted(numbers, key=_by_number)) for law, numbers in laws.items())


def _by_number(article: str) -> tuple[int, str]:
    digits = re.match(r"\d+", article)
    return int(digits[0]) if digits else 0, article


def _sent(party: Party) -> str:
    when, requests = _when(span(party.reports)), counted(party.exchanges, "request")
    return f"{when} phone sent {_who(party)} {requests} with {size(party.bytes_sent)}."


def _when(spanned: tuple[int, int] | None) -> str:
    if spanned is None:
        return "The"
    spoken = between(*spanned)
    return f"Between {spoken.replace(' to ', ' and ')} the" if " to " in spoken else f"On {spoken} the"


def _who(party: Party) -> str:
    recipient = party.reports[0].recipient
    about = [_ROLES.get(recipient.role, ""), country(recipient.country)]
    described = ", ".join(part for part in about if part)
    return f"{short(party.name)} ({described})" if described else short(party.name)


def _contained(found: Sequence[Tally]) -> str:
    told = [f"{inside(tally.label)} ({times(tally.count)})" for tally in found[:_NAMED]]
    if len(found) > _NAMED:
        told.append(counted(len(found) - _NAMED, "other kind") + " of data")
    return f"Found in them: {listed(told)}."


def _dated(groups: Sequence[Group], spanned: tuple[int, int] | None) -> Iterator[str]:
    """Since when the data was seen, unless the first sentence has said it."""
    known = [time for group in groups for time in (group.first, group.last) if time is not None]
    if not known or (spanned and between(*spanned) == between(min(known), max(known))):
        return
    first, last = date_time(min(known)), date_time(max(known))
    yield f"This was seen on {first}." if first == last else f"This was first seen on {first} and last on {last}."


def _wrapped(groups: Sequence[Group]) -> str:
    counts: dict[str, int] = {}
    for group in groups:
        counts[group.wrapping] = counts.get(group.wrapping, 0) + group.count
    most = max(counts, key=lambda wrapping: (counts[wrapping], wrapping))
    every = sum(counts.values())
    share = "All of it" if len(counts) == 1 else f"Most of it ({number(counts[most])} of {counted(every, 'finding')})"
    if 2 * counts[most] <= every:
        share = f"The largest part of it ({number(counts[most])} of {counted(every, 'finding')})"
    return f"{share} stood in {_place(most)}."


def _place(wrapping: str) -> str:
    outer, *inner = layers(wrapping) or ["body"]
    where = _PLACES.get(outer.partition(" ")[0], outer)
    return f"{where}, wrapped in {listed(inner)}" if inner else f"{where}, not wrapped"


def _certain(found: Sequence[Tally]) -> Iterator[str]:
    for certainty in CERTAINTIES:
        kinds = [inside(tally.label) for tally in found if tally.certainty == certainty]
        if kinds:
            more = [counted(len(kinds) - _NAMED, "other kind")] if len(kinds) > _NAMED else []
            yield f"{certainty.capitalize()} ({_HOW[certainty]}): {listed(kinds[:_NAMED] + more)}."
