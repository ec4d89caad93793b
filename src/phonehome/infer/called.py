"""The streams of requests that may have a rhythm: by address, by kind of data, by the times that payloads tell."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from phonehome.infer.beats import Times, beats
from phonehome.infer.evidence import Evidence
from phonehome.infer.streams import PATH, WHO
from phonehome.infer.views import NEWEST, OLDEST

# What is sent more rarely has no rhythm that could be told from chance.
_LEAST = 4
# More values at one place are what a person did, not what a phone noted by itself.
_MOST_TAKEN = 20_000
_SAMPLED = ("place", "network", "device")


class _Row(Struct, frozen=True, array_like=True, gc=False):
    recipient: str
    host: str
    path: str
    kind: str
    case_no: int
    times: list[int]


class Stream(Struct, frozen=True):
    """Beats of requests to an address that carry some kinds (none named: all requests), by case.

    With ``taken``, the beats are times that the payloads tell.
    """

    recipient: str
    host: str
    path: str
    kinds: tuple[str, ...]
    segments: tuple[Times, ...]
    taken: bool = False

    @property
    def address(self) -> tuple[str, str, str]:
        """Where it goes."""
        return self.recipient, self.host, self.path


# Of each address: all requests, and those with a kind where not all have it, such as a record sent every third day.
_STREAMS = f"""
WITH every AS (
    SELECT {WHO} AS recipient, host, {PATH} AS path, case_no, exchange, time FROM exchanges WHERE time IS NOT NULL
), kinds AS (
    SELECT DISTINCT case_no, exchange, kind FROM findings WHERE certainty IN ('confirmed', 'likely')
), told AS (
    SELECT recipient, host, path, '' AS kind, case_no, time FROM every
    UNION ALL
    SELECT recipient, host, path, kind, case_no, time FROM every JOIN kinds USING (case_no, exchange)
)
SELECT recipient, host, path, kind, case_no, list(time ORDER BY time) FROM told GROUP BY ALL
HAVING count(*) >= {_LEAST} ORDER BY ALL
"""  # noqa: S608 - all of it is our own text

# Times within payloads, at places of requests that carry samples of the phone's state.
_TAKEN = f"""
WITH kinds AS (
    SELECT DISTINCT case_no, exchange, kind FROM findings
    WHERE certainty IN ('confirmed', 'likely') AND kind IN (SELECT unnest(?))
), stamps AS (
    SELECT case_no, exchange, regexp_replace(layers || ' ' || path, '\\[[0-9]+\\]', '[]', 'g') AS place,
           CASE WHEN size = 10 THEN 1000 ELSE 1 END * try_cast(value AS BIGINT) AS stamp
    FROM fields WHERE size IN (10, 13) AND type IN ('text', 'integer') AND opaque IS NULL AND value LIKE '1%'
)
SELECT recipient, host, path, kind, case_no, list(DISTINCT stamp ORDER BY stamp) FROM (
    SELECT {WHO} AS recipient, host, {PATH} AS path, kind, case_no, place, stamp
    FROM stamps JOIN kinds USING (case_no, exchange) JOIN exchanges USING (case_no, exchange)
    WHERE stamp BETWEEN time - {OLDEST} AND time + {NEWEST}
)
GROUP BY recipient, host, path, kind, case_no, place HAVING count(DISTINCT stamp) BETWEEN {2 * _LEAST} AND {_MOST_TAKEN}
ORDER BY recipient, host, path, kind, case_no, place
"""  # noqa: S608 - all of it is our own text


def streams(evidence: Evidence) -> list[Stream]:
    """All streams of requests, each set of them once: of kinds that always come together, one stream."""
    return _merged(evidence.rows(_STREAMS, _Row), taken=False)


def taken(evidence: Evidence) -> list[Stream]:
    """Streams of the times that payloads with samples tell."""
    kinds = [name for name, kind in evidence.knowledge.kinds.items() if kind.group in _SAMPLED]
    rows = evidence.rows(_TAKEN, _Row, [kinds])
    return [one for row in rows for one in _merged([row], taken=True)]


def _merged(rows: Iterable[_Row], *, taken: bool) -> list[Stream]:
    found: dict[tuple[str, str, str, tuple[tuple[int, ...], ...]], list[str]] = {}
    for (recipient, host, path, kind), some in groupby(rows, _address):
        times = tuple(tuple(row.times) for row in some)
        found.setdefault((recipient, host, path, times), []).append(kind)
    return [
        Stream(recipient, host, path, () if "" in kinds else tuple(kinds), tuple(map(beats, times)), taken)
        for (recipient, host, path, times), kinds in found.items()
    ]


def _address(row: _Row) -> tuple[str, str, str, str]:
    return row.recipient, row.host, row.path, row.kind
