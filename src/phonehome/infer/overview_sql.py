"""The questions behind a report, as DuckDB SQL over the views exchanges, fields and findings."""

# The methods of connections that are counted and not opened.
SEALED = ("QUIC", "TLS")
RECIPIENTS = f"""
SELECT host, organisation, country, role, category, count(*) FILTER (sent), count(*) FILTER (NOT sent),
       sum(bytes_sent)::BIGINT, sum(bytes_understood)::BIGINT, min(time), max(time),
       coalesce(list(DISTINCT server_country ORDER BY server_country) FILTER (server_country <> ''), []),
       count(*) FILTER (sent AND bytes_understood = 0 AND method IN {SEALED}), sum(bytes_received)::BIGINT
FROM exchanges GROUP BY host, organisation, country, role, category ORDER BY host
"""  # noqa: S608 - all of it is our own text

# What groups are made of: one app for all, or the client app of each exchange.
ALIKE = "CREATE OR REPLACE TEMP VIEW alike AS SELECT *, '' AS app FROM findings"
ALIKE_BY_APP = """
CREATE OR REPLACE TEMP VIEW alike AS SELECT findings.*, exchanges.app FROM findings JOIN exchanges USING (exchange)
"""

GROUPS = """
SELECT host, app, kind, certainty, wrapping, place, count(*), count(DISTINCT value), min(time), max(time),
       arg_min({exchange: exchange, layers: layers, path: path, reasons: reasons}, (exchange, number))
FROM alike GROUP BY host, app, kind, certainty, wrapping, place
ORDER BY host, app, kind, certainty, wrapping, place
"""

# Up to three distinct values of each group.
VALUES = """
SELECT host, app, kind, certainty, wrapping, place, unnest(values) AS value FROM (
    SELECT host, app, kind, certainty, wrapping, place, min(value, 3) AS values FROM (
        SELECT DISTINCT host, app, kind, certainty, wrapping, place, value FROM alike
    ) GROUP BY host, app, kind, certainty, wrapping, place
) ORDER BY host, app, kind, certainty, wrapping, place, value
"""

# Decimals sum up to the same in any order; floats do not.
OPAQUE = """
SELECT host, regexp_replace(layers || ' ' || path, '\\[\\d+\\]', '[]', 'g') AS place, opaque, count(*),
       sum(size)::BIGINT, round(sum((entropy * size)::DECIMAL(38, 6)) / greatest(sum(size), 1), 2)::DOUBLE,
       min(exchange)
FROM fields JOIN exchanges USING (exchange) WHERE opaque IS NOT NULL
GROUP BY host, place, opaque ORDER BY sum(size) DESC, host, place, opaque
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
SELECT exchange, time, host, organisation, country, role, category, kind, certainty, value, layers, path, reasons,
       event, event_start, event_end, event_app
FROM findings WHERE certainty
"""
FINDINGS = f"{_COLUMNS} <> 'dummy'"
DUMMIES = f"{_COLUMNS} = 'dummy'"
