"""One host of the live board: what it got, alike findings counted together, the latest values kept."""

from __future__ import annotations

from phonehome.attribute import country_of
from phonehome.engine import Examined
from phonehome.infer import weight
from phonehome.infer.grouped import Shown, grouped, parted
from phonehome.infer.overview_sql import SEALED
from phonehome.knowledge.schema import Knowledge
from phonehome.live.proof import Proof, cut
from phonehome.model import Certainty, Finding, Group, Line, Reason, Recipient, RecipientReport
from phonehome.tables import whereabouts

Key = tuple[str, Certainty, str, str]
ELSEWHERE = "elsewhere"
_VALUES = 3
_COUNTRIES = 12


class Alike:
    """Findings of one kind, certainty, wrapping and place: counted, the latest three values and one payload kept."""

    def __init__(self, key: Key) -> None:
        self.kind, self.certainty, self.wrapping, self.place = key
        self.app = ""
        self.count = 0
        self.values: dict[str, None] = {}
        self.forgotten = 0
        self.first: int | None = None
        self.last: int | None = None
        self.exchange = 0
        self.location = ""
        self.reasons: tuple[Reason, ...] = ()
        self.evidence: tuple[Line, ...] = ()

    def count_in(self, finding: Finding, time: int | None) -> bool:
        """Counts a finding; whether its value is one that was not kept yet."""
        self.count += 1
        if time is not None:
            self.first = time if self.first is None else min(self.first, time)
            self.last = time if self.last is None else max(self.last, time)
        value = cut(finding.value)
        if value in self.values:
            return False
        self.values[value] = None
        if len(self.values) > _VALUES:
            del self.values[next(iter(self.values))]
            self.forgotten += 1
        return True

    def prove(self, finding: Finding, proof: Proof) -> None:
        """Keeps where the finding stood and what stood around it, instead of what was kept before."""
        self.exchange = finding.location.exchange
        self.location = cut(str(finding.location))
        self.reasons = finding.reasons
        self.evidence = proof.lines(finding)

    def forget(self) -> None:
        """Lets go of the payload."""
        self.evidence = ()

    def group(self) -> Group:
        """These findings as the report has them, the latest value first."""
        return grouped(
            self,
            Shown(
                values=tuple(reversed(self.values)),
                distinct=len(self.values),
                exchange=self.exchange,
                location=self.location,
                reasons=self.reasons,
                evidence=self.evidence,
            ),
        )


class Contact:
    """A host and what it got."""

    def __init__(self, recipient: Recipient) -> None:
        self.recipient = recipient
        self.changed = 0
        self.exchanges = 0
        self.attempted = 0
        self.bytes_sent = 0
        self.bytes_understood = 0
        self.bytes_received = 0
        self.sealed = 0
        self.first: int | None = None
        self.last: int | None = None
        self.countries: dict[str, None] = {}
        self.groups: dict[Key, Alike] = {}
        self.kinds: dict[str, Certainty] = {}
        self.has_refused = False

    @property
    def forgotten(self) -> int:
        """Values that were found and are kept no more."""
        return sum(alike.forgotten for alike in self.groups.values())

    def count(self, one: Examined, changed: int) -> None:
        """Counts an exchange, but not what was found in it."""
        exchange = one.exchange
        self.changed = changed
        self.exchanges += exchange.sent
        self.attempted += not exchange.sent
        self.bytes_sent += one.decoded.sent
        self.bytes_understood += one.decoded.understood
        self.bytes_received += exchange.response.size if exchange.response else 0
        self.sealed += exchange.sent and not one.decoded.understood and exchange.method in SEALED
        if exchange.time is not None:
            self.first = exchange.time if self.first is None else min(self.first, exchange.time)
            self.last = exchange.time if self.last is None else max(self.last, exchange.time)
        if len(self.countries) < _COUNTRIES and (country := country_of(exchange.address)):
            self.countries[country] = None

    def alike(self, finding: Finding, most: int) -> Alike:
        """Where a finding is counted; past ``most`` places all further ones of its kind are counted together."""
        _, _, wrapping, place = whereabouts(finding)
        key = (finding.kind, finding.certainty, cut(wrapping), cut(place))
        if key not in self.groups and len(self.groups) >= most:
            key = (finding.kind, finding.certainty, ELSEWHERE, "")
        if key not in self.groups:
            self.groups[key] = Alike(key)
        return self.groups[key]

    def report(self, knowledge: Knowledge) -> RecipientReport:
        """What the report says of this host."""
        ordered = sorted(self.groups.values(), key=lambda alike: weight.of_group(alike, knowledge))
        groups, dummies = parted([alike.group() for alike in ordered])
        return RecipientReport(
            recipient=self.recipient,
            exchanges=self.exchanges,
            attempted=self.attempted,
            bytes_sent=self.bytes_sent,
            bytes_understood=self.bytes_understood,
            groups=groups,
            dummies=dummies,
            first=self.first,
            last=self.last,
            server_countries=tuple(sorted(self.countries)),
            sealed=self.sealed,
            bytes_received=self.bytes_received,
        )
