"""A report in sums and sentences: which kinds went to whom, how often, and what a journalist could quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from phonehome.knowledge.schema import Knowledge, Sensitivity
from phonehome.model import CERTAINTIES, Certainty, Group, RecipientReport, Report
from phonehome.report.dealings import is_unread
from phonehome.report.words import called, counted, inside, listed, percent, period, short, size, times

_WEIGHT: dict[Sensitivity, int] = {"high": 0, "medium": 1, "low": 2}
_SURE: frozenset[Certainty] = frozenset({"confirmed", "likely"})
_WATCHED = frozenset({"screen_event", "app_usage", "app_list", "call_log", "message", "location", "ssid", "bssid"})
_KINDS_NAMED = 5
_PARTIES_NAMED = 3
_OTHERS_NAMED = 5


class Tally(Struct, frozen=True):
    """One kind of personal data: how often it was found, and how sure.

    What is only possible counts where nothing is more than that.
    """

    kind: str
    label: str
    group: str
    sensitivity: Sensitivity
    resettable: bool
    count: int
    certainty: Certainty


class Party(Struct, frozen=True):
    """An organisation with all its hosts, or a host nobody is known behind."""

    name: str
    reports: tuple[RecipientReport, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """What all its hosts got."""
        return tuple(group for report in self.reports for group in report.groups)

    @property
    def sure(self) -> tuple[Group, ...]:
        """What all its hosts got that is more than possible."""
        return tuple(group for group in self.groups if group.certainty in _SURE)

    @property
    def is_sure(self) -> bool:
        """Whether something it got is more than possible."""
        return any(group.certainty in _SURE for group in self.groups)

    @property
    def is_unread(self) -> bool:
        """Whether nothing that went to any of its hosts could be read."""
        return all(map(is_unread, self.reports))

    @property
    def exchanges(self) -> int:
        """Requests to all its hosts."""
        return sum(report.exchanges for report in self.reports)

    @property
    def sealed(self) -> int:
        """Those of them that are connections no key opened."""
        return sum(report.sealed for report in self.reports)

    @property
    def attempted(self) -> int:
        """Connections tried to all its hosts, of which nothing was recorded."""
        return sum(report.attempted for report in self.reports)

    @property
    def bytes_sent(self) -> int:
        """Bytes sent to all its hosts."""
        return sum(report.bytes_sent for report in self.reports)

    @property
    def bytes_understood(self) -> int:
        """Those of the bytes sent that were opened."""
        return sum(report.bytes_understood for report in self.reports)


def watcher(report: Report) -> str:
    """The organisation (or host) first in the report that was told what the person does or where they are, or none."""
    for each in report.recipients:
        if any(group.kind in _WATCHED and group.certainty in _SURE for group in each.groups):
            return each.recipient.organisation or each.recipient.host
    return ""


def whole(report: Report) -> Party:
    """Everybody who was contacted, as one."""
    return Party("", report.recipients)


def parties(report: Report) -> tuple[Party, ...]:
    """The recipients by organisation, each where its first host stands."""
    found: dict[str, list[RecipientReport]] = {}
    for each in report.recipients:
        found.setdefault(each.recipient.organisation or each.recipient.host, []).append(each)
    return tuple(Party(name, tuple(reports)) for name, reports in found.items())


def tallies(groups: Iterable[Group], knowledge: Knowledge) -> tuple[Tally, ...]:
    """The kinds in these groups: the most sensitive first, then what cannot be reset, then the most frequent."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.kind, []).append(group)
    tallied = [_tally(kind, alike, knowledge) for kind, alike in found.items()]
    return tuple(sorted(tallied, key=lambda one: (_WEIGHT[one.sensitivity], one.resettable, -one.count, one.kind)))


def _tally(kind: str, groups: list[Group], knowledge: Knowledge) -> Tally:
    row = knowledge.kinds[kind]
    sure = [group for group in groups if group.certainty in _SURE]
    return Tally(
        kind=kind,
        label=called(row.label, is_hash=all(group.is_hash for group in sure or groups)),
        group=row.group,
        sensitivity=row.sensitivity,
        resettable=row.resettable,
        count=sum(group.count for group in sure or groups),
        certainty=min((group.certainty for group in groups), key=CERTAINTIES.index),
    )


def span(reports: Iterable[RecipientReport]) -> tuple[int, int] | None:
    """The first and the last time among these, where any is known."""
    known = [time for report in reports for time in (report.first, report.last) if time is not None]
    return (min(known), max(known)) if known else None


def sentences(report: Report, knowledge: Knowledge) -> Iterator[str]:
    """What left the phone, in a few sentences that can be quoted."""
    contacted = parties(report)
    receiving = [party for party in contacted if party.groups]
    yield _contacts(report, len(contacted))
    yield _went_to(receiving, len(contacted), whole(report))
    sure = [party for party in receiving if party.is_sure]
    for party in sure[:_PARTIES_NAMED]:
        yield _received(party, knowledge)
    if rest := sure[_PARTIES_NAMED:]:
        yield f"Personal data also went to {_named(rest)}."
    if maybe := [party for party in receiving if not party.is_sure]:
        yield f"What may be personal, by its form or its name alone, went to {_named(maybe)}."
    if closed := [party for party in contacted if party.is_unread and party.bytes_sent and receiving]:
        yield f"What went to {_named(closed)} could not be read at all, so whether it is personal is unknown."
    if whole(report).bytes_sent:
        yield understood(whole(report))


def _contacts(report: Report, contacted: int) -> str:
    every, spanned = whole(report), span(report.recipients)
    begin = f"In {period(*spanned)} this phone" if spanned else "This phone"
    tried = f", and tried {counted(every.attempted, 'more connection')} that sent nothing" if every.attempted else ""
    return f"{begin} contacted {counted(contacted, 'recipient')} in {counted(every.exchanges, 'request')}{tried}."


def _went_to(receiving: list[Party], contacted: int, every: Party) -> str:
    sure = sum(party.is_sure for party in receiving)
    maybe = len(receiving) - sure
    if not receiving:
        return _none_found(every)
    if not sure:
        return f"Personal data may have gone to {maybe:,} of them."
    everybody = "each of them" if contacted > 1 else "the one recipient"
    to = everybody if sure == contacted else f"{sure:,} of them"
    return f"Personal data went to {to}{f', and possibly to {maybe:,} more' if maybe else ''}."


def _none_found(every: Party) -> str:
    if every.bytes_understood >= every.bytes_sent:
        return "No personal data was found in what it sent."
    if every.bytes_understood:
        return "No personal data was found in what of it could be read."
    return "Whether any of it is personal data is unknown."


def _received(party: Party, knowledge: Knowledge) -> str:
    told = [tally for tally in tallies(party.groups, knowledge) if tally.certainty in _SURE]
    kinds = [f"{inside(tally.label)} ({times(tally.count)})" for tally in told[:_KINDS_NAMED]]
    if len(told) > _KINDS_NAMED:
        kinds.append(counted(len(told) - _KINDS_NAMED, "other kind"))
    return f"{short(party.name)} received: {listed(kinds)}."


def _named(rest: list[Party]) -> str:
    names = [short(party.name) for party in rest[:_OTHERS_NAMED]]
    return listed([*names, f"{len(rest) - _OTHERS_NAMED:,} more"] if len(rest) > _OTHERS_NAMED else names)


def understood(every: Party) -> str:
    """How much of what was sent could be read."""
    unread = every.bytes_sent - every.bytes_understood
    if not every.bytes_understood:
        return f"Nothing of the {size(every.bytes_sent)} the phone sent could be read, so what it says is unknown."
    if unread <= 0:
        return f"All of the {size(every.bytes_sent)} the phone sent could be read."
    share = percent(every.bytes_understood, every.bytes_sent)
    return (
        f"Of the {size(every.bytes_sent)} the phone sent {share} could be read; "
        f"what the other {size(unread)} say is unknown."
    )
