"""Where the phone said it was, in DuckDB SQL: networks, cells and coordinates, one row a record of a payload.

A record's own time stamp counts where it has one, since samples wait hours for their upload; else the request's time.
"""

from phonehome.infer.views import NEWEST, OLDEST

_RECORD = r"regexp_replace({0}path, '(\.|^)[^.\[\]]+(\[\d+\])*$', '')"

SIGHTS = f"""
WITH told AS (
    SELECT case_no, exchange, layers, {_RECORD.format("")} AS record, time AS sent_at, kind, value, path, number
    FROM findings WHERE kind IN ('bssid', 'ssid', 'cell_id', 'location') AND certainty IN ('confirmed', 'likely')
        AND time IS NOT NULL
), records AS (
    SELECT case_no, exchange, layers, record, min(sent_at) AS sent_at, min(number) AS number,
        min(lower(value)) FILTER (kind = 'bssid') AS bssid, min(value) FILTER (kind = 'ssid') AS ssid,
        string_agg(DISTINCT value, '/' ORDER BY value) FILTER (kind = 'cell_id') AS cell,
        min(value) FILTER (kind = 'location') AS location
    FROM told GROUP BY ALL
), stamps AS (
    SELECT case_no, exchange, layers, {_RECORD.format("fields.")} AS record, max(value::BIGINT) AS stamp
    FROM fields WHERE length(value) = 13 AND regexp_full_match(value, '1\\d{{12}}')
        AND (case_no, exchange) IN (SELECT (case_no, exchange) FROM told) GROUP BY ALL
)
SELECT CASE WHEN stamp BETWEEN sent_at - {OLDEST} AND sent_at + {NEWEST} THEN stamp ELSE sent_at END AS seen_at,
    coalesce(bssid, ssid, '') AS wifi, coalesce(ssid, '') AS name, coalesce(cell, '') AS cell,
    coalesce(location, '') AS location, case_no, exchange, number
FROM records LEFT JOIN stamps USING (case_no, exchange, layers, record)
ORDER BY seen_at, case_no, exchange, number
"""  # noqa: S608 - all of it is our own text
