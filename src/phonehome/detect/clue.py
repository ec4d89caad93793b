"""What a detector says before clues about one value are merged to a finding."""

from __future__ import annotations

from msgspec import Struct

from phonehome.model import Certainty, Event, Field, Reason


class Clue(Struct, frozen=True, gc=False):
    """One reason to believe that a field holds personal data.

    ``field`` is the field itself, or any field of the record when ``record`` is the path of a whole record.
    ``hides`` is the owner's value where ``value`` is a hash of it.
    """

    kind: str
    certainty: Certainty
    value: str
    field: Field
    reason: Reason
    record: str | None = None
    event: Event | None = None
    hides: str = ""
