"""From the body of a request to what is written, or to the answer that refuses it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

from phonehome.telemetry import wire
from phonehome.telemetry.server.batch import Questions, batch_of, is_told_now
from phonehome.telemetry.server.store import Entry, Removal
from phonehome.telemetry.wire import Refusal

Refused = tuple[int, Refusal]
Sent = TypeVar("Sent", wire.Report, wire.Withdrawal)


def report(body: bytes, questions: Questions, today: date) -> Entry | Refused:
    """What a body reports; a refusal says with which status."""
    sent = _read(body, wire.REPORT)
    if isinstance(sent, tuple):
        return sent
    question = questions.get(sent.metric)
    if question is None or sent.day >= question.expires:
        return 409, Refusal("metric")
    if sent.definition != question.form:
        return 409, Refusal("definition")
    if sent.report >= question.outputs:
        return 400, Refusal("report")
    if not is_told_now(sent.day, today):
        return 422, Refusal("day", today)
    return Entry(batch_of(question, sent.day), wire.binary(sent.nonce), sent.report)


def withdrawal(body: bytes) -> Removal | Refused:
    """What a body takes back. It may be of any day and metric: of one that is not held, nothing is there."""
    sent = _read(body, wire.WITHDRAWAL)
    if isinstance(sent, tuple):
        return sent
    return Removal(sent.metric, sent.day, wire.nonce_of(wire.binary(sent.receipt)))


def _read(body: bytes, decoder: msgspec.json.Decoder[Sent]) -> Sent | Refused:
    if len(body) != wire.SIZE:
        return (413 if len(body) > wire.SIZE else 400), Refusal("size")
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 400, Refusal("malformed")
