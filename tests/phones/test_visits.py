from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from phonehome.model import Event
from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR
from phonehome.phones.person import person
from phonehome.phones.visits import Visit, visited

CHROME = "com.android.chrome"
SESSIONS = [
    Event("session", DAY, DAY + 4 * HOUR, CHROME),
    Event("session", 2 * DAY, 2 * DAY + HOUR, "com.whatsapp"),
    Event("session", 3 * DAY, None, CHROME),
    Event("session", 4 * DAY, 4 * DAY + 500, CHROME),
]


def visits() -> list[Visit]:
    return list(visited(person(1), SESSIONS, stream(1, "visits")))


def test_only_uses_of_a_browser_that_end_are_visits() -> None:
    times = [visit.time for visit in visits()]
    assert len(times) > 100
    assert all(DAY < time < DAY + 4 * HOUR for time in times)
    assert all(one < other for one, other in pairwise(times))


def test_addresses_belong_to_nobody() -> None:
    hosts = {(urlsplit(visit.url).hostname or "").partition(".")[2] for visit in visits()}
    assert hosts == {"example.org", "example.com", "example.net"}


def test_every_means_is_used_and_words_are_those_of_a_search() -> None:
    found = visits()
    assert {visit.means for visit in found} == {"page", "search", "download", "video"}
    assert all(bool(visit.words) == (visit.means in {"search", "video"}) for visit in found)
    searches = [visit for visit in found if visit.means == "search"]
    assert all(parse_qs(urlsplit(visit.url).query) == {"q": [visit.words]} for visit in searches)
