"""What one stream of requests is, in SQL: a host and its path, without numbers and long random parts of the path."""

# Of a row of ``exchanges``; ids in a path would make every request a stream of its own.
_ID = "/[^/]*[0-9]{3}[^/]*|/[^/]{25,}"
PATH = f"regexp_replace(regexp_extract(url, '^[a-z]+://[^/?#]*([^?#]*)', 1), '{_ID}', '/*', 'g')"
STREAM = f"host || {PATH}"
WHO = "CASE WHEN organisation = '' THEN host ELSE organisation END"
