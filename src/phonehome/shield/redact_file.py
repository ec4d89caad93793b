"""A capture of any format with the persons taken out: HAR and flow dumps as they are, all others as a HAR."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

from phonehome.model import Damage, Exchange
from phonehome.phones import har as har_file
from phonehome.read import flows, har
from phonehome.read.compressed import Compressed, Inflated
from phonehome.read.reader import Reader
from phonehome.shield import redact_entry, redact_flows, redact_har
from phonehome.shield.redactor import Redactor

Shown = Callable[[BinaryIO], Iterator[Exchange]]


class Form(Struct, frozen=True):
    """How a capture is redacted: what it is read as, in what it is packed, and what is written.

    ``converted`` names the format of one that becomes a HAR.
    """

    reader: Reader
    packed: bool = False
    converted: str = ""

    @property
    def shown(self) -> Shown:
        """What reads the result."""
        return redact_flows.shown if self.reader is flows and not self.converted else redact_har.shown


def form(reader: Reader, head: bytes, out: str) -> Form:
    """The form of a capture that begins with ``head``, redacted into ``out``.

    Raises ValueError where what is written cannot be called that.
    """
    inside = reader.inside(head) if isinstance(reader, Compressed) else None
    plain, is_har = inside or reader, out.lower().endswith(".har")
    if plain is har or (plain is flows and not is_har):
        return Form(plain, packed=inside is not None)
    if not is_har:
        raise ValueError(
            f"this is {plain.NAME}, which can be redacted into a HAR only: give --out a name such as safe.har"
        )
    return Form(plain, packed=inside is not None, converted=plain.NAME)


def redacted(file: BinaryIO, form_: Form, redactor: Redactor) -> Iterator[bytes]:
    """The pieces of the redacted capture; ValueError where there is nothing to read."""
    inflated = Inflated(file) if form_.packed else None
    plain = io.BufferedReader(inflated, 1 << 20) if inflated else file
    if form_.converted:
        yield from _converted(form_.reader.read(plain), redactor)
    elif form_.reader is flows:
        yield from redact_flows.redact_flows(plain, redactor)
    else:
        yield from redact_har.redact_har(plain, redactor)
    if inflated and inflated.fault:
        redactor.done.lost(Damage(inflated.taken, inflated.unread, inflated.fault))


def _converted(found: Iterator[Exchange | Damage], redactor: Redactor) -> Iterator[bytes]:
    """Exchanges as a HAR, each as if it had been an entry of one."""
    yield har_file.head("phonehome", "")
    separator = b"\n"
    for exchange in found:
        if isinstance(exchange, Damage):
            redactor.done.lost(exchange)
            continue
        redactor.begin()
        try:
            yield separator + redact_entry.redacted(exchange.index, har_file.entry(exchange), redactor)
        except (ValueError, msgspec.DecodeError, RecursionError) as error:
            redactor.done.leave_out(error)
            continue
        separator = b",\n"
    yield har_file.TAIL
