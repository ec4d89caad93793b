"""What of one or more cases a policy is held against: who got which kinds where, what was not read, who chose what."""

from __future__ import annotations

from msgspec import Struct

from phonehome.infer.evidence import Evidence
from phonehome.infer.sides import Split, sides
from phonehome.infer.verdict import choice
from phonehome.infer.writing import form
from phonehome.model import Certainty, Location, Role, Step
from phonehome.tables import fingerprint


class Sent(Struct, frozen=True, array_like=True):
    """All that one recipient got: requests, bytes, and how many of these were understood."""

    host: str
    organisation: str
    role: Role
    exchanges: int
    bytes_sent: int
    bytes_understood: int


class Group(Struct, frozen=True):
    """Findings of one recipient that are alike; ``plain`` says that they were sent without encryption.

    ``location`` and ``exchange`` are those of the first in ``case``; paths hold no values.
    """

    host: str
    organisation: str
    role: Role
    kind: str
    certainty: Certainty
    form: str
    wrapping: str
    place: str
    plain: bool
    count: int
    requests: int
    case: int
    exchange: int
    location: str
    fingerprint: str


class Seen(Struct, frozen=True):
    """All of it. ``hours`` is how long the captures ran, ``choices`` what owners chose, by organisation or host.

    ``last`` is the time of the last request (Unix ms), None where any has none; ``called`` are the hosts and
    organisations of all requests, also those outside the chosen recipient.
    """

    sent: tuple[Sent, ...]
    groups: tuple[Group, ...]
    hours: float
    choices: dict[str, tuple[str, ...]]
    knows_owner: bool
    last: int | None = None
    called: tuple[str, ...] = ()


class _Row(Struct, frozen=True, array_like=True):
    host: str
    organisation: str
    role: Role
    kind: str
    certainty: Certainty
    known: str
    wrapping: str
    place: str
    plain: bool
    count: int
    requests: int
    first: _First


class _First(Struct, frozen=True):
    case_no: int
    exchange: int
    layers: str
    path: str


class _Last(Struct, frozen=True, array_like=True):
    time: int | None


class _Choice(Struct, frozen=True, array_like=True):
    recipient: str
    value: str


class _Value(Struct, frozen=True, array_like=True):
    value: str


def seen(evidence: Evidence) -> Seen:
    """Reads what policies need from all cases at once."""
    hide = evidence.hide
    watched, _ = sides(evidence, Split(first=len(evidence.cases)))
    choices: dict[str, set[str]] = {}
    for row in evidence.rows(_CHOICES, _Choice):
        choices.setdefault(row.recipient, set()).add(choice(row.value))
    return Seen(
        sent=tuple(evidence.rows(_SENT, Sent)),
        groups=tuple(
            Group(
                host=row.host,
                organisation=row.organisation,
                role=row.role,
                kind=row.kind,
                certainty=row.certainty,
                form=form(row.wrapping, row.known),
                wrapping=hide(row.wrapping),
                place=hide(row.place),
                plain=row.plain,
                count=row.count,
                requests=row.requests,
                case=row.first.case_no,
                exchange=row.first.exchange,
                location=hide(str(Location(row.first.exchange, (Step(row.first.layers, row.first.path),)))),
                fingerprint=fingerprint(row.host, row.kind, row.wrapping, row.place),
            )
            for row in evidence.rows(_GROUPS, _Row)
        ),
        hours=watched.hours,
        choices={name: tuple(sorted(found)) for name, found in choices.items()},
        knows_owner=all(case.owner_fingerprint for case in evidence.cases),
        last=next(evidence.rows(_LAST, _Last)).time,
        called=tuple(row.value for row in evidence.rows(_CALLED, _Value)),
    )


_SENT = """
SELECT host, organisation, role, count(*) FILTER (sent), sum(bytes_sent)::BIGINT, sum(bytes_understood)::BIGINT
FROM exchanges GROUP BY host, organisation, role ORDER BY host
"""

_LAST = "SELECT CASE WHEN count(time) = count(*) THEN max(time) END FROM every_exchange"

_CALLED = "SELECT DISTINCT unnest([host, organisation]) AS name FROM every_exchange ORDER BY name"

_GROUPS = """
WITH told AS (
    SELECT findings.*, starts_with(url, 'http://') AS plain,
           coalesce(([one FOR one IN reasons IF one.way IN ('known', 'hash')])[1].text, '') AS known
    FROM findings JOIN (SELECT case_no, exchange, url FROM exchanges) USING (case_no, exchange)
)
SELECT host, organisation, role, kind, certainty, arg_min(known, (case_no, exchange, number)), wrapping, place, plain,
       count(*), count(DISTINCT (case_no, exchange)),
       arg_min({case_no: case_no, exchange: exchange, layers: layers, path: path}, (case_no, exchange, number))
FROM told GROUP BY host, organisation, role, kind, certainty, wrapping, place, plain
ORDER BY host, kind, certainty, wrapping, place, plain
"""

_CHOICES = """
SELECT DISTINCT CASE WHEN organisation = '' THEN host ELSE organisation END AS recipient, lower(value) AS value
FROM findings WHERE kind = 'consent_state' AND certainty IN ('confirmed', 'likely') ORDER BY ALL
"""
