"""The questions behind a report, as DuckDB SQL over the views exchanges, fields and findings."""

RECIPIENTS = """
SELECT host, organisation, country, role, count(*), count(*) FILTER (NOT sent),
       sum(bytes_sent)::BIGINT, sum(bytes_understood)::BIGINT, min(time), max(time)
FROM exchanges GROUP BY host, organisation, country, role ORDER BY host
"""

GROUPS = """
SELECT host, kind, certainty, wrapping, place, count(*), count(DISTINCT value), min(time), max(time),
       arg_min({exchange: exchange, layers: layers, path: path, reasons: reasons}, (exchange, number))
FROM findings GROUP BY host, kind, certainty, wrapping, place
ORDER BY host, kind, certainty, wrapping, place
"""

# Up to three distinct values of each group.
VALUES = """
SELECT host, kind, certainty, wrapping, place, unnest(values) FROM (
    SELECT host, kind, certainty, wrapping, place, list_sort(min(value, 3)) AS values FROM (
        SELECT DISTINCT host, kind, certainty, wrapping, place, value FROM findings
    ) GROUP BY host, kind, certainty, wrapping, place
) ORDER BY host, kind, certainty, wrapping, place
"""

OPAQUE = """
SELECT host, regexp_replace(layers || ' ' || path, '\\[\\d+\\]', '[]', 'g') AS place, opaque, count(*),
       sum(size)::BIGINT, round(sum(entropy * size) / greatest(sum(size), 1), 2)::DOUBLE, min(exchange)
FROM fields JOIN exchanges USING (exchange) WHERE opaque IS NOT NULL
GROUP BY host, place, opaque ORDER BY sum(size) DESC, host, place, opaque LIMIT 2000
"""

_WITHIN = "({0} = {1} OR {1} = '' OR starts_with({0}, {1} || '.') OR starts_with({0}, {1} || '['))"

# The lines of proof: the fields that stand in the same message within a few places of the found one.
EVIDENCE = f"""
WITH centred AS (
    SELECT sample, exchange, layers, min(number) AS centre FROM samples JOIN fields USING (exchange, layers)
    WHERE {_WITHIN.format("fields.path", "samples.path")} GROUP BY sample, exchange, layers
), near AS (
    SELECT sample, exchange, layers, number, path, value FROM centred JOIN fields USING (exchange, layers)
    WHERE number BETWEEN centre - 4 AND centre + 8
), kinds AS (
    SELECT exchange, layers, path, list(DISTINCT kind ORDER BY kind) AS kinds FROM findings
    WHERE certainty <> 'dummy' AND exchange IN (SELECT exchange FROM samples) GROUP BY exchange, layers, path
), marked AS (
    SELECT sample, number, near.path, near.value, list_distinct(flatten(list(kinds.kinds))) AS kinds
    FROM near LEFT JOIN kinds ON near.exchange = kinds.exchange AND near.layers = kinds.layers
        AND {_WITHIN.format("near.path", "kinds.path")}
    GROUP BY sample, number, near.path, near.value
)
SELECT sample, path, value, list_sort(kinds) FROM marked ORDER BY sample, number
"""  # noqa: S608 - all of it is our own text

_COLUMNS = """
SELECT exchange, time, host, organisation, country, role, kind, certainty, value, layers, path, reasons,
       event, event_start, event_end, event_app
FROM findings WHERE certainty
"""
FINDINGS = f"{_COLUMNS} <> 'dummy'"
DUMMIES = f"{_COLUMNS} = 'dummy'"
