"""Who got what so far: a row an organisation, with its hosts, kinds and latest evidence. Pure, bounded, no clock."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from phonehome.engine import Examined
from phonehome.infer import weight
from phonehome.knowledge.schema import Knowledge
from phonehome.live.contact import Alike, Contact
from phonehome.live.proof import Proof, cut
from phonehome.live.snapshot import News, Row, Snapshot, Sums
from phonehome.model import CERTAINTIES, Certainty, Finding, Recipient, RecipientReport
from phonehome.report.summary import Party, tallies


class Bounds(Struct, frozen=True):
    """What is kept at most: hosts, groups of alike findings, those of one host, and payloads around values."""

    hosts: int = 1000
    groups: int = 10_000
    groups_of_a_host: int = 40
    proofs: int = 2000


class Entry:
    """What one organisation got, while it grows, host by host."""

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.name = name
        self.contacts: dict[str, Contact] = {}
        self.changed = 0
        self.last: int | None = None
        self.refused: int | None = None
        self.row: Row | None = None


class Board:
    """Rows that grow by one examined exchange at a time."""

    def __init__(self, knowledge: Knowledge, bounds: Bounds | None = None) -> None:
        self._knowledge = knowledge
        self._bounds = bounds or Bounds()
        self._entries: dict[str, Entry] = {}
        self._hosts = 0
        self._groups = 0
        self._numbers = 0
        self._changed = 0
        self._dropped = 0
        self._sums = Sums()
        self._proofs: OrderedDict[int, Alike] = OrderedDict()

    def add(self, one: Examined) -> News:
        """Counts an exchange in, and says what is new in it."""
        self._changed += 1
        if (host := cut(one.recipient.host)) != one.recipient.host:
            one = replace(one, recipient=replace(one.recipient, host=host))
        name = _name(one.recipient)
        entry = self._entries.get(name)
        if entry is None:
            self._numbers += 1
            entry = self._entries[name] = Entry(self._numbers, name)
        is_first = host not in entry.contacts
        contact = self._count(one, entry)
        self._find(one, contact)
        is_refusal = not one.exchange.sent and not contact.has_refused
        contact.has_refused |= is_refusal
        kinds = tuple(_surer(one, contact))
        if self._hosts > self._bounds.hosts or self._groups > self._bounds.groups:
            self._make_room()
        return News(name, one.recipient, one.exchange.time, is_first, is_refusal, kinds)

    def snapshot(self) -> Snapshot:
        """The board as it stands."""
        rows = [self._row(entry) for entry in self._entries.values()]
        rows.sort(key=lambda row: weight.of_recipient(row.party.reports[0], self._knowledge))
        return Snapshot(self._changed, tuple(rows), self._sums, self._dropped)

    def _count(self, one: Examined, entry: Entry) -> Contact:
        exchange, decoded = one.exchange, one.decoded
        contact = entry.contacts.get(one.recipient.host)
        if contact is None:
            self._hosts += 1
            contact = entry.contacts[one.recipient.host] = Contact(one.recipient)
        contact.count(one, self._changed)
        sent = int(exchange.sent)
        self._sums += Sums(sent, 1 - sent, decoded.sent, decoded.understood)
        entry.changed, entry.row = self._changed, None
        if exchange.time is not None:
            entry.last = max(entry.last or 0, exchange.time)
            if not exchange.sent:
                entry.refused = max(entry.refused or 0, exchange.time)
        return contact

    def _find(self, one: Examined, contact: Contact) -> None:
        proof, before = Proof(one), len(contact.groups)
        fresh: dict[int, tuple[Alike, Finding]] = {}
        for finding in one.findings:
            alike = contact.alike(finding, self._bounds.groups_of_a_host)
            if alike.count_in(finding, one.exchange.time):
                fresh[id(alike)] = alike, finding
        self._groups += len(contact.groups) - before
        for number, (alike, finding) in fresh.items():
            alike.prove(finding, proof)
            self._proofs[number] = alike
            self._proofs.move_to_end(number)
        while len(self._proofs) > self._bounds.proofs:
            self._proofs.popitem(last=False)[1].forget()

    def _make_room(self) -> None:
        """Drops a tenth of the hosts, the longest unseen first; those to which nothing personal went before others."""
        is_full = self._groups > self._bounds.groups
        hosts = [(contact, entry) for entry in self._entries.values() for contact in entry.contacts.values()]
        hosts.sort(key=lambda pair: (not is_full and bool(pair[0].groups), pair[0].changed))
        for contact, entry in hosts[: max(1, len(hosts) // 10)]:
            del entry.contacts[contact.recipient.host]
            entry.row = None
            for alike in contact.groups.values():
                self._proofs.pop(id(alike), None)
            if not entry.contacts:
                del self._entries[entry.name]
            self._hosts -= 1
            self._groups -= len(contact.groups)
            self._dropped += 1

    def _row(self, entry: Entry) -> Row:
        if entry.row is None:
            party = Party(entry.name, tuple(self._reports(entry)))
            entry.row = Row(
                number=entry.number,
                changed=entry.changed,
                party=party,
                kinds=tallies(party.groups, self._knowledge),
                of_hosts=tuple(tallies(report.groups, self._knowledge) for report in party.reports),
                last=entry.last,
                refused=entry.refused,
                forgotten=sum(contact.forgotten for contact in entry.contacts.values()),
            )
        return entry.row

    def _reports(self, entry: Entry) -> list[RecipientReport]:
        reports = [contact.report(self._knowledge) for contact in entry.contacts.values()]
        return sorted(reports, key=lambda one: weight.of_recipient(one, self._knowledge))


def _name(recipient: Recipient) -> str:
    return recipient.organisation or recipient.host


def _surer(one: Examined, contact: Contact) -> Iterator[tuple[str, Certainty]]:
    """The kinds that this host got for the first time, or more surely than before, the surest first."""
    best: dict[str, Certainty] = {}
    for finding in one.findings:
        best[finding.kind] = min(finding.certainty, best.get(finding.kind, "dummy"), key=CERTAINTIES.index)
    for kind, certainty in best.items():
        if CERTAINTIES.index(certainty) < CERTAINTIES.index(contact.kinds.get(kind, "dummy")):
            contact.kinds[kind] = certainty
            yield kind, certainty
