"""What waits goes out: one report a request, each at its own time, and what the collector's answer means for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Struct

from phonehome.telemetry.client.doors import Answered, Doors, Request, Wanted
from phonehome.telemetry.client.record import DAY_S
from phonehome.telemetry.client.store import Store
from phonehome.telemetry.oracle.sample import below
from phonehome.telemetry.wire import (
    REPORTS,
    WINDOW,
    Refusal,
    Report,
    date_of,
    day_of,
    nonce_of,
    number_of,
    pack,
    written,
)

# A phone that was offline must not send all its days at once: what is overdue gets another time, so often at most.
REDRAWS = 3
LATE_S = 3600
FIRST_WAIT_S, LONGEST_WAIT_S = 60, DAY_S
MOST_LOG, MOST_RECEIPTS = 5000, 5000
Fate = Literal["sent", "dropped", "again", "later", "unwanted"]


class Waiting(Struct, frozen=True, array_like=True):
    """A report that waits; times in Unix seconds, ``day`` since 1970-01-01."""

    number: int
    purpose: str
    metric: str
    definition: str
    day: int
    report: int
    receipt: bytes
    due: float
    drawn: int

    def request(self, server: str, offset: int) -> Request:
        """As it is sent; ``offset`` corrects the day of a clock that was wrong."""
        nonce = written(nonce_of(self.receipt))
        message = Report(1, self.metric, self.definition, date_of(self.day + offset), self.report, nonce, "")
        return Request(server + REPORTS, pack(message))


class Uploader:
    """Sends for one store to one server. ``offset``: the days by which the phone's clock is behind the server's."""

    def __init__(self, store: Store, server: str, doors: Doors) -> None:
        self._store = store
        self._server = server
        self._doors = doors

    @property
    def offset(self) -> int:
        """Days, as the collector last said."""
        return int(self._store.said("offset") or 0)

    @property
    def today(self) -> int:
        """The day by the corrected clock, or the last day seen: a clock that goes back makes no metric young again."""
        today, seen = day_of(self._doors.clock()) + self.offset, int(self._store.said("seen") or 0)
        if today > seen:
            self._store.say("seen", str(today))
        return max(today, seen)

    def next(self) -> Waiting | None:
        """A report that is due now; those too late for the window are forgotten."""
        now = self._doors.clock()
        if now < float(self._store.said("not_before") or 0):
            return None
        with self._store.change() as connection:
            connection.execute("DELETE FROM waiting WHERE day < ?", (day_of(now) - WINDOW,))
        rows = self._store.rows("SELECT * FROM waiting WHERE due <= ? ORDER BY due", (now,))
        for one in (msgspec.convert(row, Waiting) for row in rows):
            if not self._redrawn(one, now):
                return one
        return None

    def send(self, one: Waiting, wanted: Wanted) -> Fate:
        """Sends it if it still waits and is wanted; log and receipt are written before the network knows of it.

        A withdrawal that is made meanwhile breaks it off: it ends the consent first and has the line next.
        """
        with self._store.line():
            if not wanted() or not self._store.rows("SELECT 1 FROM waiting WHERE number = ?", (one.number,)):
                return "unwanted"
            request = one.request(self._server, self.offset)
            number = self._note(request, one)
            answered = self._doors.post(request, wanted)
        return self._settled(one, number, answered)

    def _settled(self, one: Waiting, number: int, answered: Answered) -> Fate:
        fate = self._fate(answered, one)
        with self._store.change() as connection:
            said = f"{answered.status} {answered.body.decode('utf-8', 'replace')}".strip()
            connection.execute("UPDATE log SET answer = ? WHERE number = ?", (said, number))
            if fate in {"sent", "dropped"}:
                connection.execute("DELETE FROM waiting WHERE number = ?", (one.number,))
            if fate == "dropped":
                connection.execute("DELETE FROM receipt WHERE receipt = ?", (one.receipt,))
        if fate == "later":
            self._back_off(answered)
        elif fate == "sent":
            self._store.say("wait", "0")
        return fate

    def _redrawn(self, one: Waiting, now: float) -> bool:
        if one.drawn >= REDRAWS or now - one.due <= LATE_S:
            return False
        due = now + below(DAY_S >> one.drawn, self._doors.source)
        with self._store.change() as connection:
            connection.execute("UPDATE waiting SET due = ?, drawn = drawn + 1 WHERE number = ?", (due, one.number))
        return True

    def _note(self, request: Request, one: Waiting) -> int:
        """The receipt, too: a report whose answer was lost may have arrived, and can be taken back like any other."""
        now = datetime.fromtimestamp(self._doors.clock(), UTC).isoformat(timespec="seconds")
        with self._store.change() as connection:
            row = (now, request.url, request.wire, "no answer")
            cursor = connection.execute("INSERT INTO log (time, url, sent, answer) VALUES (?,?,?,?)", row)
            kept = "SELECT number FROM log ORDER BY number DESC LIMIT ?"
            connection.execute(f"DELETE FROM log WHERE number NOT IN ({kept})", (MOST_LOG,))  # noqa: S608
            connection.execute("DELETE FROM receipt WHERE receipt = ?", (one.receipt,))
            told = (one.purpose, one.metric, one.day + self.offset, one.receipt)
            connection.execute("INSERT INTO receipt (purpose, metric, day, receipt) VALUES (?,?,?,?)", told)
            kept = "SELECT number FROM receipt ORDER BY number DESC LIMIT ?"
            connection.execute(f"DELETE FROM receipt WHERE number NOT IN ({kept})", (MOST_RECEIPTS,))  # noqa: S608
            return int(cursor.lastrowid or 0)

    def _fate(self, answered: Answered, one: Waiting) -> Fate:
        match answered.status:
            case 202:
                return "sent"
            case 400 | 410 | 413:
                return "dropped"
            case 422:
                return "again" if self._corrected(answered, one) else "dropped"
        return "later"

    def _corrected(self, answered: Answered, one: Waiting) -> bool:
        """Takes the collector's day for the right one, once: a report that is still out of the window is dropped."""
        try:
            said = msgspec.json.decode(answered.body, type=Refusal).today
        except msgspec.DecodeError:
            return False
        if said is None:
            return False
        today = number_of(said)
        offset = today - day_of(self._doors.clock())
        if offset == self.offset or not -WINDOW <= one.day + offset - today <= 1:
            return False
        self._store.say("offset", str(offset))
        self._store.say("seen", str(today))
        return True

    def _back_off(self, answered: Answered) -> None:
        wait = min(max(2 * float(self._store.said("wait") or 0), FIRST_WAIT_S), LONGEST_WAIT_S)
        self._store.say("wait", str(wait))
        longest = max(min(answered.retry_after, LONGEST_WAIT_S), wait)
        jitter = below(int(wait), self._doors.source)
        self._store.say("not_before", str(self._doors.clock() + longest + jitter))
