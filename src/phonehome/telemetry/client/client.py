"""The telemetry of one phone: nothing is stored or sent without consent, and everything that was sent can be read."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from phonehome.telemetry import metrics as reading
from phonehome.telemetry.budget import Today, answer
from phonehome.telemetry.client.consent import Consent
from phonehome.telemetry.client.doors import Doors, Request, always, checked
from phonehome.telemetry.client.record import Moment, record, remembered
from phonehome.telemetry.client.store import Store
from phonehome.telemetry.client.upload import Uploader, Waiting
from phonehome.telemetry.domain import Value
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.wire import RECEIPT_BYTES, WITHDRAW, Withdrawal, date_of, day_of, definition, pack, written


class Entry(Struct, frozen=True, array_like=True):
    """One upload as it left: ``sent``: the request byte for byte, ``answer``: the status and what came back."""

    time: str
    url: str
    sent: bytes
    answer: str


class Preview(Struct, frozen=True):
    """What a value would become: the request, and of 100 such reports how many would be pure chance."""

    metric: str
    request: bytes
    chance: float


class TakenBack(Struct, frozen=True):
    """Of the reports that were sent: deleted at the server, counted already, and not answered for (ask again)."""

    deleted: int
    counted: int
    unanswered: int


class Client:
    """``metrics`` is the path of metrics.toml, ``store`` a folder of its own, ``server`` the collector's address.

    ValueError when the metrics may not be asked or the store cannot be used. A process may share the store with others.
    """

    def __init__(self, metrics: str | Path, store: str | Path, server: str, doors: Doors | None = None) -> None:
        self._metrics = reading.read(Path(metrics).expanduser())
        self._server = checked(server)
        self._store = Store(Path(store).expanduser())
        self._doors = doors or Doors()
        self._uploader = Uploader(self._store, self._server, self._doors)
        self.consent = Consent(self._metrics, self._store, self._doors.clock)
        self._forget()

    def close(self) -> None:
        """Lets go of the store; what waits is sent by the next client."""
        self._store.close()

    def record(self, metric: str, value: Value, attribute: str = "") -> str:
        """Turns a value into a report that waits, and answers "", or why there is none.

        ValueError for an unknown metric and for a value that is none of its type, also without consent.
        """
        asked = self._metric(metric)
        moment = self._moment()
        if reason := self._silent(asked):
            return reason
        with self._store.change() as connection:
            # Asked again within the transaction: a withdrawal in another process may have come between.
            return self._silent(asked) or record(connection, asked, value, attribute, moment)

    def send(self) -> int:
        """Sends what is due now, one request a report; how many the collector has. Call it now and then."""
        self._forget()
        sent, tried = 0, set[int]()
        while one := self._uploader.next():
            if one.number in tried:
                break
            fate = self._uploader.send(one, partial(self._wanted, one.metric, one.definition))
            sent += fate == "sent"
            if fate == "later":
                break
            if fate != "again":
                tried.add(one.number)
        return sent

    def preview(self, metric: str, value: Value, attribute: str = "") -> Preview:
        """What would be sent for a value, before any choice; nothing is stored, sent or paid for."""
        asked, moment = self._metric(metric), self._moment()
        with self._store.change() as connection:
            memory = remembered(connection, metric)
        told = answer(
            asked, value, msgspec.structs.replace(memory, spent=0, told=0), Today(moment.day, moment.source, attribute)
        )
        waiting = Waiting(
            0, "", metric, definition(asked), moment.day, told.report or 0, moment.source(RECEIPT_BYTES), 0.0, 0
        )
        chance = 100 * (1 - math.ldexp(asked.oracle.threshold, -64))
        return Preview(metric, waiting.request(self._server, 0).wire, chance)

    def log(self) -> list[Entry]:
        """Every upload of the last time, byte for byte, the first first. Works offline."""
        rows = self._store.rows("SELECT time, url, sent, answer FROM log ORDER BY number")
        return [msgspec.convert(row, Entry) for row in rows]

    def waiting(self) -> int:
        """How many reports wait."""
        return msgspec.convert(self._store.rows("SELECT count(*) FROM waiting")[0][0], int)

    def take_back(self, purpose: str) -> TakenBack:
        """Has the sent reports of a purpose deleted at the server. Only ever on the person's own word: this sends.

        Also those whose answer was lost, which may have arrived. Without a network it ends at the first.

        The server learns that these reports are of one phone, which is gone then; they arrive together.
        """
        query = "SELECT number, metric, day, receipt FROM receipt WHERE purpose = ? ORDER BY number"
        rows = self._store.rows(query, (purpose,))
        fates = list[str]()
        for row in rows:
            fates.append(self._take_back(row))
            if fates[-1] == "no network":
                break
        deleted, counted = fates.count("deleted"), fates.count("counted")
        return TakenBack(deleted, counted, len(rows) - deleted - counted)

    def _take_back(self, row: tuple[object, ...]) -> Literal["deleted", "counted", "unanswered", "no network"]:
        number, metric, day, receipt = msgspec.convert(row, tuple[int, str, int, bytes])
        message = Withdrawal(1, metric, date_of(day), written(receipt), "")
        status = self._doors.post(Request(self._server + WITHDRAW, pack(message)), always).status
        if status not in {200, 410}:
            return "unanswered" if status else "no network"
        with self._store.change() as connection:
            connection.execute("DELETE FROM receipt WHERE number = ?", (number,))
        return "deleted" if status == 200 else "counted"

    def _metric(self, name: str) -> Metric:
        if name not in self._metrics.metrics:
            raise ValueError(f"no metric is called {name!r}; there are {', '.join(self._metrics.metrics)}")
        return self._metrics.metrics[name]

    def _moment(self) -> Moment:
        now = self._doors.clock()
        return Moment(day_of(now), now, self._doors.source)

    def _silent(self, metric: Metric) -> str:
        """Why nothing may be told of a metric; empty if it may."""
        if not self.consent.given(metric.terms.purpose):
            return f"no consent for {metric.terms.purpose}"
        if metric.expired(date_of(self._uploader.today)):
            return f"{metric.name} is asked no more since {metric.terms.expires}"
        return ""

    def _wanted(self, metric: str, said: str) -> bool:
        """Whether a report of this metric and definition may still leave."""
        asked = self._metrics.metrics.get(metric)
        return asked is not None and definition(asked) == said and not self._silent(asked)

    def _forget(self) -> None:
        """Deletes what waits without consent (to this text, in this store), or for a metric that is gone or changed."""
        rows = self._store.rows("SELECT DISTINCT metric, definition FROM waiting")
        gone = [(metric, said) for metric, said in rows if not self._wanted(str(metric), str(said))]
        if gone:
            with self._store.change() as connection:
                connection.executemany("DELETE FROM waiting WHERE metric = ? AND definition = ?", gone)
