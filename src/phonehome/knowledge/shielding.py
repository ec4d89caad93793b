"""What the shield must know besides rules: hosts that must not be blocked, numbers that nobody has, secret headers."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from msgspec import Struct, field

from phonehome.knowledge.tables import parse


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """Hosts at which consent is withdrawn."""

    hosts: tuple[str, ...]
    source: str


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """A range of phone numbers that no subscriber has, in E.164."""

    country: str
    first: str
    last: str
    source: str


class Named(Struct, frozen=True, forbid_unknown_fields=True):
    """Headers, by name in lower case."""

    headers: tuple[str, ...]
    source: str


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a query or form that signs others with a secret; ``endpoints`` are host/path with ``*``."""

    endpoints: tuple[str, ...]
    field: str
    over: tuple[str, ...]
    source: str


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What is answered for a server that is not asked: at ``endpoints``, or where a media type in ``asks`` is named.

    ``body`` has one character an octet.
    """

    status: int
    source: str
    endpoints: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    type: str = ""
    body: str = ""
    trailers: dict[str, str] = {}


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Values of one list, of which one can stand for another."""

    name: str
    values: tuple[str, ...]
    source: str


class Shielding(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    withdrawals: tuple[Withdrawal, ...] = field(name="withdrawal")
    numbers: tuple[Number, ...] = field(name="number")
    secrets: tuple[Named, ...] = field(name="secret")
    clients: tuple[Named, ...] = field(name="client")
    signatures: tuple[Named, ...] = field(name="signature")
    signed: tuple[Signed, ...]
    answers: tuple[Answer, ...] = field(name="answer")
    lists: tuple[Words, ...] = field(name="list")

    def is_withdrawal(self, host: str) -> bool:
        """Whether consent is withdrawn at this host."""
        return any(host in row.hosts for row in self.withdrawals)

    def is_signature(self, header: str) -> bool:
        """Whether a header signs the body."""
        return any(header.lower() in row.headers for row in self.signatures)

    def signed_at(self, place: str) -> tuple[Signed, ...]:
        """The fields that sign others at a place, which is host and path."""
        return tuple(row for row in self.signed if any(fnmatchcase(place, one) for one in row.endpoints))

    def answer(self, place: str, asked: str) -> Answer:
        """The first answer that fits a place (host and path) and the media types that were sent or asked for."""
        return next(row for row in self.answers if _fits(row, place, asked.lower()))

    def words(self, name: str) -> tuple[str, ...]:
        """The values of the list of that name."""
        return self.alike(name)[0]

    def alike(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The values of each list of that name."""
        return tuple(row.values for row in self.lists if row.name == name)

    def is_secret(self, header: str) -> bool:
        """Whether a header opens something to whoever reads it."""
        return any(header.lower() in row.headers for row in self.secrets)

    def is_client(self, header: str) -> bool:
        """Whether a header holds the address of the client."""
        return any(header.lower() in row.headers for row in self.clients)

    def reserved(self, country: int) -> Number:
        """The range of a calling code; the table's first one for a country without any."""
        return next((row for row in self.numbers if row.country == str(country)), self.numbers[0])


def _fits(row: Answer, place: str, asked: str) -> bool:
    is_there = not row.endpoints or any(fnmatchcase(place, one) for one in row.endpoints)
    return is_there and (not row.asks or any(one in asked for one in row.asks))


@cache
def load_shielding() -> Shielding:
    """The bundled table."""
    return parse(files("phonehome.knowledge") / "shield.toml", Shielding)
