"""The views that questions ask, as DuckDB SQL over the tables of one or more cases.

``every_exchange``, ``exchanges`` and ``findings`` have a column ``case_no`` (0 for the first case given);
``exchanges`` and ``findings`` hold only what the chosen recipient got, ``findings`` no dummies. ``events`` are what a
person or the system did, each once however often it was sent.
"""

from phonehome.tables import EARLIEST, LATEST

# A phone's clock is wrong after a reset, and a late upload is weeks old at most.
OLDEST, NEWEST = 45 * 86_400_000, 86_400_000

EVENTS = f"""
CREATE OR REPLACE TABLE events AS
WITH told AS (
    SELECT case_no, host, CASE WHEN organisation = '' THEN host ELSE organisation END AS organisation,
           kind, coalesce(event, '') AS name, event_start AS start,
           event_end AS "end", coalesce(event_app, '') AS app, exchange, number, time AS sent_at,
           event_start NOT BETWEEN {EARLIEST} AND {LATEST} OR (
               time IS NOT NULL AND (event_start < time - {OLDEST} OR event_start > time + {NEWEST})
           ) AS misdated
    FROM findings WHERE event_start IS NOT NULL AND certainty IN ('confirmed', 'likely')
)
SELECT * FROM told
QUALIFY row_number() OVER (
    PARTITION BY case_no, organisation, kind, name, start, "end", app ORDER BY exchange, number
) = 1
ORDER BY start, case_no, exchange, number
"""  # noqa: S608 - all of it is our own text

ZONES = """
SELECT time, value FROM findings WHERE kind = 'timezone' AND time IS NOT NULL AND certainty IN ('confirmed', 'likely')
ORDER BY time, case_no, exchange, number
"""

LOCATIONS = """
SELECT case_no, findings.exchange, kind, layers, path FROM findings JOIN proof USING (case_no, exchange, number)
ORDER BY case_no, findings.exchange, number
"""

# Found values that stand in paths or addresses; more of them than these are not looked for.
MOST_IN_PATHS = 2_000
IN_PATHS = f"""
SELECT DISTINCT value FROM findings WHERE length(value) BETWEEN 6 AND 200
  AND (contains(path, value) OR contains(layers, value) OR starts_with(layers, 'path')) LIMIT {MOST_IN_PATHS}
"""  # noqa: S608 - all of it is our own text
