"""What was used when, in DuckDB SQL over the view events: spans of use, merged where two streams tell the same."""

_LONGEST = 6 * 3_600_000

# A session tells both ends; a start and the next stop of the same app are a session, too.
SPANS = f"""
CREATE OR REPLACE TABLE spans AS
WITH told AS (
    SELECT case_no, app, name, start, "end", lead(name) OVER beside AS next_name, lead(start) OVER beside AS next_start
    FROM events WHERE kind = 'app_usage' AND app <> '' AND NOT misdated
    WINDOW beside AS (PARTITION BY case_no, organisation, app, "end" IS NULL ORDER BY start, name)
), spans AS (
    SELECT case_no, app, start, "end" FROM told WHERE "end" >= start AND "end" - start <= {_LONGEST}
    UNION ALL
    SELECT case_no, app, start, next_start FROM told
    WHERE "end" IS NULL AND list_contains(?, name) AND list_contains(?, next_name) AND next_start - start <= {_LONGEST}
), marked AS (
    SELECT *, start > coalesce(max("end") OVER earlier, -1) AS is_new FROM spans
    WINDOW earlier AS (PARTITION BY case_no, app ORDER BY start, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), counted AS (
    SELECT *, sum(is_new::INTEGER) OVER (PARTITION BY case_no, app ORDER BY start, "end") AS session FROM marked
)
SELECT app, min(start) AS start, max("end") AS "end" FROM counted GROUP BY case_no, app, session ORDER BY ALL
"""  # noqa: S608 - all of it is our own text

USED = """
SELECT app, count(*), (sum("end" - start) / 60000)::DOUBLE, min(start), max("end") FROM spans
GROUP BY app ORDER BY sum("end" - start) DESC, app
"""

# Minutes by the hour (of UTC) in which a use began; few uses are longer than what is left of the hour.
HOURS = """
SELECT app, start // 3600000 AS hour, (sum("end" - start) / 60000)::DOUBLE FROM spans GROUP BY ALL ORDER BY ALL
"""

# Apps that were named at all: in lists, and by events.
NAMED = """
SELECT app, bool_or(listed) FROM (
    SELECT unnest(string_split(value, ', ')) AS app, true AS listed FROM findings
    WHERE kind = 'app_list' AND certainty IN ('confirmed', 'likely')
    UNION ALL
    SELECT app, false FROM events WHERE app <> '' AND kind = 'app_usage'
) WHERE regexp_full_match(app, '[A-Za-z][\\w]*(\\.[A-Za-z_]\\w*)+') GROUP BY app ORDER BY app
"""

PROOF = """
SELECT case_no, exchange, number FROM findings
WHERE kind IN ('app_list', 'app_usage') AND certainty IN ('confirmed', 'likely')
ORDER BY kind = 'app_usage', case_no, exchange, number LIMIT 64
"""

COUNT = "SELECT count(*) FROM findings WHERE kind IN ('app_list', 'app_usage') AND certainty IN ('confirmed', 'likely')"
