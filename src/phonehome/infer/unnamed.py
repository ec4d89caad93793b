"""Values of enough chance that come again over days in several streams, and that no finding explains."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from msgspec import Struct

from phonehome.infer.clock import DAY
from phonehome.infer.evidence import Evidence
from phonehome.infer.randomness import LEAST_BITS, bits
from phonehome.infer.streams import STREAM

SHORTEST, LONGEST = 12, 256
LEAST_EXCHANGES = 4
LEAST_STREAMS = 2
# Of the exchanges of a stream while the value lasts: an identifier stands in most, what was looked at is in few.
LEAST_SHARE = 0.3

# Values that stand in more than one exchange: by their hashes, so that millions of others cost eight bytes each.
_AGAIN = f"""
WITH again AS (
    SELECT hash(value) AS mark FROM fields
    WHERE opaque IS NULL AND type IN ('text', 'integer') AND size BETWEEN {SHORTEST} AND {LONGEST}
    GROUP BY ALL HAVING min((case_no << 40) + exchange) < max((case_no << 40) + exchange)
)
SELECT DISTINCT value FROM fields JOIN again ON hash(value) = mark
WHERE opaque IS NULL AND type IN ('text', 'integer') AND size BETWEEN {SHORTEST} AND {LONGEST} ORDER BY value
"""  # noqa: S608 - all of it is our own text

# What a finding has as its value somewhere needs no look at where it stands.
_NAMED = """
CREATE OR REPLACE TABLE candidates AS
SELECT value FROM found ANTI JOIN (SELECT value FROM findings WHERE certainty IN ('confirmed', 'likely')) USING (value)
"""

_SEEN = f"""
CREATE OR REPLACE TABLE unnamed AS
SELECT value, case_no, exchange, time, {STREAM} AS stream, place
FROM (
    SELECT value, case_no, exchange, hash(layers, path) AS place FROM fields SEMI JOIN candidates USING (value)
    WHERE opaque IS NULL AND size BETWEEN {SHORTEST} AND {LONGEST}
) JOIN exchanges USING (case_no, exchange)
"""  # noqa: S608 - all of it is our own text

# A place of the value that a finding explains, whatever its kind, explains the value: it may be a hash.
_EXPLAINED = """
DELETE FROM unnamed WHERE value IN (
    SELECT unnamed.value FROM unnamed
    JOIN (SELECT case_no, exchange, hash(layers, path) AS place FROM findings
          WHERE certainty IN ('confirmed', 'likely')) USING (case_no, exchange, place)
)
"""

_LASTING = f"""
WITH streams AS (
    SELECT value, stream, count(DISTINCT (case_no << 40) + exchange) AS count, min(time) AS first, max(time) AS last
    FROM unnamed GROUP BY ALL
), lasting AS (
    SELECT value FROM streams GROUP BY value
    HAVING sum(count) >= {LEAST_EXCHANGES} AND count(*) >= {LEAST_STREAMS} AND max(last) - min(first) >= {DAY}
), asked AS (
    SELECT value, any_value(streams.count) / count(*) AS share
    FROM streams JOIN lasting USING (value) JOIN (SELECT {STREAM} AS stream, time FROM exchanges) AS every
      ON every.stream = streams.stream AND every.time BETWEEN first AND last
    GROUP BY value, streams.stream
)
SELECT value FROM asked GROUP BY value HAVING max(share) >= {LEAST_SHARE} ORDER BY value
"""  # noqa: S608 - all of it is our own text


class _Value(Struct, frozen=True, array_like=True, gc=False):
    value: str


def unnamed(evidence: Evidence) -> Iterator[str]:
    """The values, in order; the table ``unnamed`` says where they stand."""
    candidates = [one.value for one in evidence.rows(_AGAIN, _Value) if bits(one.value) >= LEAST_BITS]
    evidence.tables.register("found", pa.table({"value": pa.array(candidates, pa.string())}))
    evidence.tables.execute(_NAMED)
    evidence.tables.unregister("found")
    evidence.tables.execute(_SEEN)
    evidence.tables.execute(_EXPLAINED)
    return (one.value for one in evidence.rows(_LASTING, _Value))
