"""When each person of a presence log was online, with the lag of the server taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from phonehome.infer.evidence import Presence

SECOND = 1_000
# Measured on WhatsApp (1,000 users, nine months): online is told 2 s late, offline 12, 8 or 5 s by its length.
ONLINE_LAG = 2 * SECOND
OFFLINE_LAGS = ((30 * SECOND, 12 * SECOND), (120 * SECOND, 8 * SECOND))
LONG_LAG = 5 * SECOND
# Nobody looks at a messenger for so long: an "offline" went missing.
LONGEST = 4 * 3600 * SECOND


class Session(Struct, frozen=True, order=True, gc=False):
    """Online from ``start`` to ``end`` (Unix ms)."""

    start: int
    end: int


def sessions(log: Iterable[Presence]) -> dict[str, tuple[Session, ...]]:
    """The sessions of each person, in order of time, persons in order of name.

    A line that repeats a state changes nothing; a session whose end is missing is left out.
    """
    lines: defaultdict[str, list[Presence]] = defaultdict(list)
    for line in log:
        lines[line.person].append(line)
    return {person: tuple(_sessions(sorted(lines[person], key=_order))) for person in sorted(lines)}


def _order(line: Presence) -> tuple[int, bool]:
    return line.time, line.online


def _sessions(lines: Sequence[Presence]) -> Iterator[Session]:
    since: int | None = None
    for line in lines:
        if line.online:
            since = line.time if since is None or line.time - since > LONGEST else since
        elif since is not None:
            if line.time - since <= LONGEST:
                yield _without_lag(since, line.time)
            since = None


def _without_lag(online: int, offline: int) -> Session:
    start = online - ONLINE_LAG
    late = next((lag for most, lag in OFFLINE_LAGS if offline - lag - start <= most), LONG_LAG)
    return Session(start, max(offline - late, start + SECOND))
