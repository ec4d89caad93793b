"""What a comparison asks of the tables, as DuckDB SQL: requests with their stream, what stood in them, their fields.

A stream is what one address gets of one theme. The theme is the gravest thing that a request tells: with whom somebody
talks, what is done on the phone, what kind of phone it is, something else, nothing that was recognised. What an
address gets with device information and without it is one stream: a kind that is left out makes no other.
"""

from phonehome.infer.sides import OCCASION

SURE = "certainty IN ('confirmed', 'likely')"
COMMUNICATIONS, USAGE, DEVICE, OTHER, NOTHING = (
    "communications",
    "usage",
    "device information",
    "other personal data",
    "nothing recognised",
)
_TALKS = "kind IN ('call_log', 'message', 'contact', 'clipboard')"
# The parts of an address that are numbers or names drawn by a machine.
_VARIES = "[0-9]+|[0-9A-Fa-f-]{16,}|.{40,}".replace("{", "{{").replace("}", "}}")
# Kinds that fill a request of device information; fewer are an answer to something else.
_FEW = 4

REQUESTS = f"""
CREATE OR REPLACE TABLE compared AS
WITH sided AS (
    SELECT *, {{side}} AS side, CASE WHEN organisation = '' THEN host ELSE organisation END AS recipient,
           regexp_extract(url, '^[a-z]+://[^/?#]*([^?#]*)', 1) AS path
    FROM exchanges
), themes AS (
    SELECT case_no, exchange, CASE
        WHEN bool_or({_TALKS}) THEN '{COMMUNICATIONS}' WHEN bool_or("group" = 'behaviour') THEN '{USAGE}'
        WHEN count(DISTINCT kind) >= {_FEW} OR bool_or("group" = 'device') THEN '{DEVICE}' ELSE '{OTHER}' END AS theme
    FROM findings JOIN kinds USING (kind) WHERE {SURE} GROUP BY case_no, exchange
), streams AS (
    SELECT side, case_no, exchange, time, recipient, host, bytes_sent, sent, coalesce(theme, '{NOTHING}') AS theme,
           array_to_string([CASE WHEN regexp_full_match(part, '{_VARIES}') THEN '*' ELSE part END
               FOR part IN string_split(path, '/')], '/') AS path
    FROM sided LEFT JOIN themes USING (case_no, exchange) WHERE side IS NOT NULL
      AND recipient IN (SELECT recipient FROM sided JOIN themes USING (case_no, exchange) WHERE side IS NOT NULL)
), named AS (
    SELECT * REPLACE (CASE WHEN theme = '{OTHER}' AND bool_or(theme = '{DEVICE}') OVER (
        PARTITION BY recipient, host, path) THEN '{DEVICE}' ELSE theme END AS theme) FROM streams
), steps AS (
    SELECT *, coalesce(time - lag(time) OVER stream > {OCCASION}, true) AS is_new
    FROM named WINDOW stream AS (PARTITION BY side, case_no, recipient, host, path, theme ORDER BY time, exchange)
)
SELECT * EXCLUDE (is_new), count(*) FILTER (is_new) OVER (ORDER BY side, case_no, recipient, host, path, theme, time,
    exchange ROWS UNBOUNDED PRECEDING) AS occasion
FROM steps
"""  # noqa: S608 - all of it is our own text

STREAMS = """
WITH occasions AS (
    SELECT recipient, host, path, theme, side, case_no, occasion, min(time) AS time, count(*) AS requests,
           sum(bytes_sent)::BIGINT AS bytes
    FROM compared GROUP BY ALL
), gaps AS (
    SELECT *, time - lag(time) OVER (PARTITION BY recipient, host, path, theme, side, case_no ORDER BY time) AS gap
    FROM occasions
)
SELECT recipient, host, path, theme, side, count(*), sum(requests)::BIGINT, sum(bytes)::BIGINT,
       sum(bytes::DOUBLE * bytes)::DOUBLE, max(bytes), quantile_disc(gap, 0.25), quantile_disc(gap, 0.5),
       quantile_disc(gap, 0.75), avg(gap)
FROM gaps GROUP BY recipient, host, path, theme, side ORDER BY ALL
"""

LEAKS = f"""
CREATE OR REPLACE TABLE leaks AS
SELECT recipient, host, compared.path AS address, theme, side, occasion, time, kind, wrapping, place,
       event IS NULL AS lasts, case_no, exchange, number, regexp_replace(lower(value), '[^0-9a-z@]', '', 'g') AS value,
       coalesce(([one FOR one IN reasons IF one.way IN ('known', 'hash')])[1].text, '') AS known
FROM (SELECT * EXCLUDE (path, host, time) FROM findings WHERE {SURE}) JOIN compared USING (case_no, exchange)
"""  # noqa: S608 - all of it is our own text

# The mean time between occasions, in ms: all spans of the cases by all steps in them.
_MEAN_GAP = "sum(span)::DOUBLE / nullif(sum(occasions) - count(*), 0)"

PLACES = f"""
WITH cases AS (
    SELECT recipient, host, address, theme, kind, wrapping, place, side, case_no, count(*) AS findings,
           count(DISTINCT occasion) AS occasions, count(DISTINCT exchange) AS requests, max(time) - min(time) AS span,
           arg_min(known, (case_no, exchange, number)) AS known,
           min({{case_no: case_no, exchange: exchange, number: number}}) AS first
    FROM leaks GROUP BY ALL
)
SELECT recipient, host, address, theme, kind, wrapping, place, side, sum(findings)::BIGINT, sum(occasions)::BIGINT,
       sum(requests)::BIGINT, arg_min(known, first), min(first), {_MEAN_GAP}
FROM cases GROUP BY recipient, host, address, theme, kind, wrapping, place, side ORDER BY ALL
"""  # noqa: S608 - all of it is our own text

# A kind that several streams tell at once is told on one occasion.
KINDS = f"""
WITH steps AS (
    SELECT *, coalesce(time - lag(time) OVER told > {OCCASION}, lag(exchange) OVER told IS DISTINCT FROM exchange)
           AS is_new
    FROM leaks WINDOW told AS (PARTITION BY recipient, kind, side, case_no ORDER BY time, exchange, number)
), cases AS (
    SELECT recipient, kind, side, case_no, count(*) AS findings, count(*) FILTER (is_new) AS occasions,
           max(time) - min(time) AS span
    FROM steps GROUP BY ALL
)
SELECT recipient, kind, side, sum(findings)::BIGINT, sum(occasions)::BIGINT, {_MEAN_GAP}
FROM cases GROUP BY recipient, kind, side ORDER BY ALL
"""  # noqa: S608 - all of it is our own text

# Places of one side whose values stand at places of the other side alone: the same thing in another form.
MOVED = """
WITH gone AS (
    SELECT recipient, kind, wrapping, place, min(side) AS side FROM leaks
    GROUP BY recipient, kind, wrapping, place HAVING count(DISTINCT side) = 1
), stood AS (
    SELECT DISTINCT recipient, kind, wrapping, place, side, value, known <> '' AS own FROM leaks
    JOIN gone USING (recipient, kind, wrapping, place, side) WHERE lasts AND value <> ''
)
SELECT DISTINCT one.recipient, one.kind, one.wrapping, one.place, other.wrapping, other.place
FROM stood AS one JOIN stood AS other ON one.recipient = other.recipient AND one.kind = other.kind
    AND (one.value = other.value OR (one.own AND other.own))
WHERE one.side <> other.side ORDER BY ALL
"""

# Values that stand in the way to a value: keys of maps, parts of addresses.
CONSENT = """
SELECT DISTINCT recipient, kind, side, value FROM leaks WHERE kind IN ('consent_state', 'os_version') ORDER BY ALL
"""

# Identifiers of a phone, not in hashes (of 32 digits and more): those of one phone differ by how they were hashed.
HARDWARE = """
SELECT DISTINCT side, kind, value FROM leaks WHERE kind IN ('imei', 'serial', 'meid', 'mac_address', 'android_id')
  AND length(value) BETWEEN 1 AND 31 ORDER BY ALL
"""

FIELDS = """
SELECT recipient, host, compared.path AS address, regexp_replace(layers, '\\[\\d+\\]', '[]', 'g') AS layers,
       regexp_replace(fields.path, '\\[\\d+\\]', '[]', 'g') AS place, count(DISTINCT exchange) FILTER (side = 0),
       count(DISTINCT exchange) FILTER (side = 1)
FROM fields JOIN compared USING (case_no, exchange) GROUP BY ALL ORDER BY ALL
"""
