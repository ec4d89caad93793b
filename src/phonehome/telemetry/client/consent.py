"""The person's choices: off until given, for one purpose and one text, and taken back in one call."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from phonehome.telemetry.client.store import Store
from phonehome.telemetry.client.texts import Text, text_of
from phonehome.telemetry.metric import Metrics


class Choice(Struct, frozen=True):
    """One choice that was made; ``time`` in ISO 8601, UTC. It stays on the phone."""

    purpose: str
    given: bool
    version: str
    language: str
    time: str


class Consent:
    """Consent by purpose (GDPR Art. 7): without a choice, or after a text has changed, there is none."""

    def __init__(self, metrics: Metrics, store: Store, clock: Callable[[], float]) -> None:
        self._metrics = metrics
        self._store = store
        self._clock = clock

    def text(self, purpose: str, language: str = "en") -> Text:
        """What to show before asking. ValueError for an unknown purpose or language."""
        return text_of(self._metrics, purpose, language)

    def give(self, purpose: str, language: str = "en") -> None:
        """Notes that the person has read the text in that language and agreed to it."""
        self._choose(self.text(purpose, language), given=True)
        self._store.agreements.note(purpose)

    def withdraw(self, purpose: str) -> None:
        """Ends it at once: what waits is deleted in the same transaction, and nothing more is stored or sent.

        An upload that has begun, in whatever process, is broken off before this returns. Receipts stay, so that the
        person can still have sent reports deleted (``Client.take_back``); so do the ledgers. On a full disk the consent
        ends all the same, and an OSError says that what waits is deleted later. ValueError for an unknown purpose.
        """
        last = next((choice for choice in reversed(self.history()) if choice.purpose == purpose), None)
        text = Text(purpose, last.language, last.version, "") if last else self.text(purpose)
        self._store.agreements.remove(purpose)
        try:
            self._choose(text, given=False)
        except sqlite3.OperationalError as error:
            raise OSError(f"{purpose} is withdrawn, but what waits is not deleted yet: {error}") from None
        finally:
            with self._store.line():
                pass

    def given(self, purpose: str) -> bool:
        """Whether the person's last choice, made with this very store, agrees to the text as it is now."""
        if purpose not in self._metrics.purposes or not self._store.agreements.holds(purpose):
            return False
        query = "SELECT given, version, language FROM choice WHERE purpose = ? ORDER BY number DESC LIMIT 1"
        found = self._store.rows(query, (purpose,))
        if not found:
            return False
        given, version, language = found[0]
        try:
            return bool(given) and version == self.text(purpose, str(language)).version
        except ValueError:  # a language that is no longer there
            return False

    def history(self) -> list[Choice]:
        """All choices, the first first."""
        rows = self._store.rows("SELECT purpose, given, version, language, time FROM choice ORDER BY number")
        return [Choice(str(p), bool(given), str(v), str(la), str(t)) for p, given, v, la, t in rows]

    def _choose(self, text: Text, *, given: bool) -> None:
        now = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")
        with self._store.change() as connection:
            row = (text.purpose, given, text.version, text.language, now)
            connection.execute("INSERT INTO choice (purpose, given, version, language, time) VALUES (?,?,?,?,?)", row)
            if not given:
                connection.execute("DELETE FROM waiting WHERE purpose = ?", (text.purpose,))
