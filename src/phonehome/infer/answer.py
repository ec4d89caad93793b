"""What every answer says beside what it found: a sentence, how sure it is, what it needed, the findings behind it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Sureness = Literal["high", "medium", "low", "none"]

# How many findings an answer names as its proof; ``proved_by`` counts all of them.
PROOFS_NAMED = 12


class Proof(Struct, frozen=True):
    """One finding behind an answer: the case (0 is the first given), the exchange in it, the kind and the place."""

    case: int
    exchange: int
    kind: str
    location: str


class Answer(Struct, frozen=True, kw_only=True):
    """An answer to one question. Each question adds fields of its own; times are datetimes with the phone's offset.

    ``sentence`` is for a person. ``certainty`` is "none" where the data are too thin for an answer: then ``sentence``
    says what is missing, and the question's own fields are empty. ``uncertainty`` puts in words what could be wrong and
    by how much; ``needed`` says from what data it was concluded.
    """

    question: str
    sentence: str
    certainty: Sureness
    uncertainty: str = ""
    needed: str
    proof: tuple[Proof, ...] = ()
    proved_by: int = 0
