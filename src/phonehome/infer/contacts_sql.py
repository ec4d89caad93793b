"""Calls, messages and contacts that were sent, in DuckDB SQL: whose number, when, and which way where that is told."""

# Beside a number in its own object stand the time, the way and the length, under the names that phones use.
TIMES = "('ts', 'time', 'date', 'timestamp', 'start', 'st', 'when', 'call_time', 'calltime', 'sms_time', 'date_sent')"
WAYS = "('dir', 'direction', 'type', 'way', 'call_type', 'calltype', 'sms_type', 'msg_type')"
LENGTHS = "('dur', 'duration', 'call_duration', 'seconds')"
# android.provider: CallLog.Calls.TYPE has 1 incoming, 2 outgoing, 3 missed, Telephony.Sms.TYPE 1 inbox, 2 sent.
IN = "('in', 'incoming', 'received', 'inbox', 'missed', '1', '3')"
OUT = "('out', 'outgoing', 'sent', '2')"
_LAST_KEY = r"\.[^.\[\]]+$"
_OBJECT = f"regexp_replace(path, '{_LAST_KEY}', '')"

CONTACTS = f"""
WITH told AS (
    SELECT case_no, exchange, number, time, kind, value, layers, path, {_OBJECT} AS object FROM findings
    WHERE kind IN ('call_log', 'message', 'contact') AND certainty IN ('confirmed', 'likely')
    QUALIFY kind <> 'contact' OR NOT bool_or(kind <> 'contact') OVER (PARTITION BY case_no, exchange, layers, path)
), beside AS (
    SELECT case_no, exchange, layers, object,
           max(try_cast(value AS BIGINT)) FILTER (key IN {TIMES}) AS stamp,
           max(CASE WHEN lower(value) IN {IN} THEN 'in' WHEN lower(value) IN {OUT} THEN 'out' END)
               FILTER (key IN {WAYS}) AS way,
           max(try_cast(value AS BIGINT)) FILTER (key IN {LENGTHS}) AS seconds
    FROM (
        SELECT case_no, exchange, layers, value, {_OBJECT} AS object,
               lower(regexp_extract(path, '{_LAST_KEY}')[2:]) AS key
        FROM fields WHERE (case_no, exchange) IN (SELECT (case_no, exchange) FROM told)
    ) WHERE key <> '' GROUP BY ALL
), dated AS (
    SELECT told.*, row(exchange, number) AS place, way, seconds, CASE
        WHEN stamp BETWEEN 946684800000 AND 4102444800000 THEN stamp
        WHEN stamp BETWEEN 946684800 AND 4102444800 THEN stamp * 1000
    END AS stamp
    FROM told LEFT JOIN beside USING (case_no, exchange, layers, object)
)
SELECT value, kind, coalesce(stamp, time) AS moment, coalesce(max(way), '') AS way,
       coalesce(max(seconds), 0) AS seconds, case_no,
       arg_min(exchange, place) AS exchange, arg_min(number, place) AS number
FROM dated
GROUP BY value, kind, moment, case_no, CASE WHEN stamp IS NULL THEN row(exchange, layers, path) END
ORDER BY moment, case_no, exchange, number
"""  # noqa: S608 - all of it is our own text
