"""What a comparison says: which streams, kinds and places stopped, go on, are new or changed their form."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from phonehome.infer.answer import Answer
from phonehome.infer.rates import Amount, Often, Rate, Ratio, would_show
from phonehome.infer.sides import Side

State = Literal["stopped", "continues", "new", "changed form", "moved", "not seen after", "not seen before"]

STATES: dict[State, str] = {
    "stopped": "seen before, not after, although the second capture ran long enough to show it",
    "continues": "seen on both sides",
    "new": "seen after, not before, although the first capture ran long enough to show it",
    "changed form": "seen on both sides, but the same value in another code or hash",
    "moved": "a stream that is seen at this address on one side alone, and at another address on the other side",
    "not seen after": "seen before, not after; the second capture is too short to tell whether it stopped",
    "not seen before": "seen after, not before; the first capture is too short to tell whether it is new",
}


class Stream(Struct, frozen=True):
    """What one address gets of one theme.

    ``every_before`` and ``every_after`` are the usual time between two occasions in hours, where the sending is
    regular; volumes are bytes of the requests an hour.
    """

    address: str
    theme: str
    state: State
    often: Often
    before: Rate
    after: Rate
    ratio: Ratio | None
    volume_before: Amount
    volume_after: Amount
    every_before: float | None
    every_after: float | None
    kinds_before: tuple[str, ...]
    kinds_after: tuple[str, ...]


class KindChange(Struct, frozen=True):
    """One kind of personal data. Rates count the occasions on which it was sent, forms say how it was written."""

    kind: str
    state: State
    often: Often
    before: Rate
    after: Rate
    ratio: Ratio | None
    forms_before: tuple[str, ...]
    forms_after: tuple[str, ...]
    streams_after: tuple[str, ...] = ()


class Place(Struct, frozen=True):
    """One kind at one place of one stream.

    When this place is seen on one side alone, ``counterpart`` is where the same value stands on the other side, in
    ``counterpart_form``.
    """

    address: str
    stream: str
    kind: str
    wrapping: str
    place: str
    form: str
    state: State
    often: Often
    before: Rate
    after: Rate
    fingerprint: str
    counterpart: str = ""
    counterpart_form: str = ""


class FieldChange(Struct, frozen=True):
    """A field of an address's payload, personal or not, and in how many requests it stood before and after."""

    address: str
    place: str
    before: int
    after: int


class RecipientChange(Struct, frozen=True):
    """All that changed for one recipient, with a verdict in a sentence or a few.

    Lists are bounded; ``more`` says how many of each were left out. ``fields`` are first those of one side alone.
    """

    recipient: str
    verdict: str
    streams: tuple[Stream, ...]
    kinds: tuple[KindChange, ...]
    places: tuple[Place, ...]
    fields: tuple[FieldChange, ...]
    more: dict[str, int]


class Comparison(Answer, frozen=True, kw_only=True):
    """Two captures, or groups of captures, side by side; recipients with most personal data first."""

    before: Side
    after: Side
    recipients: tuple[RecipientChange, ...] = ()
    more_recipients: int = 0


def state_of(before: Rate, after: Rate) -> State:
    """What two rates say; absence counts as an end only where the capture ran long enough to show it."""
    if before.count and after.count:
        return "continues"
    if before.count:
        return "stopped" if would_show(before, after.hours) else "not seen after"
    return "new" if would_show(after, before.hours) else "not seen before"
