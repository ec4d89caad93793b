"""The nouns of a live capture: what is new in an exchange, a row, the board at one moment."""

from __future__ import annotations

from msgspec import Struct

from phonehome.model import Certainty, Recipient
from phonehome.report.summary import Party, Tally


class News(Struct, frozen=True):
    """What an exchange brought that its host had not got before; ``at`` is Unix ms.

    ``kinds`` are those found for the first time, or more surely than before.
    """

    name: str
    recipient: Recipient
    at: int | None
    is_first: bool = False
    is_refusal: bool = False
    kinds: tuple[tuple[str, Certainty], ...] = ()

    def __bool__(self) -> bool:
        return self.is_first or self.is_refusal or bool(self.kinds)


class Row(Struct, frozen=True):
    """An organisation (or a host that nobody is known behind); ``number`` names it, ``changed`` is its last exchange.

    ``of_hosts`` are the kinds of each of the party's hosts, ``refused`` is the time of the last connection that sent
    nothing, ``forgotten`` how many values are kept no more.
    """

    number: int
    changed: int
    party: Party
    kinds: tuple[Tally, ...]
    last: int | None = None
    refused: int | None = None
    forgotten: int = 0
    of_hosts: tuple[tuple[Tally, ...], ...] = ()


class Sums(Struct, frozen=True):
    """Exchanges with a request, connections that sent nothing, bytes."""

    exchanges: int = 0
    attempted: int = 0
    bytes_sent: int = 0
    bytes_understood: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.exchanges + other.exchanges,
            self.attempted + other.attempted,
            self.bytes_sent + other.bytes_sent,
            self.bytes_understood + other.bytes_understood,
        )


class Snapshot(Struct, frozen=True):
    """The board at one moment: its rows, the gravest first, and the sums of all that was ever added.

    ``changed`` counts what was added, ``dropped`` the hosts that are listed no more, for lack of room.
    """

    changed: int = 0
    rows: tuple[Row, ...] = ()
    sums: Sums = Sums()
    dropped: int = 0
