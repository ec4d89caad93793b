"""The period that a query asks of: days in UTC that can have reports, in the one writing that is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from phonehome.telemetry.server.store import Period

# No metric may keep its counts for longer (``checks.of_terms``).
LONGEST = timedelta(days=3650)
DAYS = 28


def asked(parameters: Mapping[str, str], today: date) -> Period:
    """A metric, and days written as 2026-10-01; the last four weeks, today included, by default."""
    given = dict(parameters)
    metric = given.pop("metric", "")
    since, until = (given.pop(name, "") for name in ("since", "until"))
    if given:
        raise ValueError(f"nothing is known of {', '.join(sorted(given))}; ask by metric, since and until")
    last = _kept("until", until, today) if until else today
    if last > today:
        raise ValueError(f"until {last} is after today, {today} in UTC")
    first = _kept("since", since, today) if since else last - timedelta(days=DAYS - 1)
    if first > last:
        raise ValueError(f"since {first} is after until {last}")
    return Period(metric, first, last)


def _kept(name: str, text: str, today: date) -> date:
    day = _day(name, text)
    if today - day > LONGEST:
        raise ValueError(f"{name} {day} is too long ago; nothing is kept for more than {LONGEST.days} days")
    return day


def _day(name: str, text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise ValueError(f"{name} is no day; write it as 2026-10-01")
    return found
