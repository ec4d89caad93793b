"""What one phone has told of one metric: its ledger, its permanent answers, its days. State in, state out.

Fresh metrics are paid for by every report, memoised ones by every cell that is answered for the first time: what was
told already costs nothing when it is told again. Refusing never depends on values: a fresh metric refuses after as many
reports as everybody can compute, a memoised one has a lifetime that pays for all its cells (``checks.of_metric``).
"""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from phonehome.telemetry.domain import Value, cell, step_of
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.oracle.sample import Source, below, report


class Memory(Struct, frozen=True, forbid_unknown_fields=True):
    """Kept on the phone alone, for each metric.

    ``spent``: millionths of epsilon. ``day``, ``told``: how many reports the last day of answering had. ``block`` and
    ``turn``: the stretch of ``every_days`` that was looked at last, and its day of answering. ``offset``: the rounding
    point, once drawn. ``answers``: of a memoised metric, the report of each cell.
    """

    spent: int = 0
    day: int = -1
    told: int = 0
    block: int = -1
    turn: int = 0
    offset: int = -1
    answers: dict[int, int] = field(default_factory=dict)


class Today(Struct, frozen=True):
    """What a door hands in: the day (since 1970-01-01), random bytes, and the value of the metric's ``by``."""

    day: int
    source: Source
    attribute: str = ""


class Answer(Struct, frozen=True):
    """A report and what it cost in millionths of epsilon, or why there is none."""

    report: int | None
    cost: int
    memory: Memory
    refused: str = ""


def due(metric: Metric, memory: Memory, day: int, source: Source) -> tuple[bool, Memory]:
    """Whether the phone answers on a day (since 1970-01-01): on one in ``every_days``, drawn when they begin."""
    block, place = divmod(day, metric.terms.every_days)
    if block != memory.block:
        memory = replace(memory, block=block, turn=below(metric.terms.every_days, source))
    return place == memory.turn, memory


def answer(metric: Metric, value: Value, memory: Memory, today: Today) -> Answer:
    """The report of a value, charged to the ledger; without a report where the day or the lifetime has no room."""
    told = memory.told if memory.day == today.day else 0
    if told >= metric.terms.bound:
        return Answer(None, 0, memory, f"{metric.name}: {told} of {metric.terms.bound} reports of the day are told")
    if memory.offset < 0:
        memory = replace(memory, offset=below(step_of(metric), today.source))
    asked = cell(metric, value, today.attribute, memory.offset)
    if asked in memory.answers:
        return Answer(memory.answers[asked], 0, replace(memory, day=today.day, told=told + 1))
    if memory.spent + metric.epsilon > metric.lifetime:
        return Answer(None, 0, memory, f"{metric.name}: the lifetime's epsilon is spent")
    new = report(metric.oracle, asked, today.source)
    answers = {**memory.answers, asked: new} if metric.terms.repeat == "memoised" else memory.answers
    spent = memory.spent + metric.epsilon
    return Answer(new, metric.epsilon, replace(memory, spent=spent, day=today.day, told=told + 1, answers=answers))
