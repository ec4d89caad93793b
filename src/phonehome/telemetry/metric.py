"""What a metric is: its question, why it is asked, by whom, until when, and how little of a phone it may cost."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.oracle import Oracle

OTHER = "other"
# Fresh: every report is randomised anew. Memoised: a value keeps the answer that it got first.
Repeat = Literal["fresh", "memoised"]


class Category(Struct, frozen=True, forbid_unknown_fields=True, tag="category"):
    """One of a public list, which has ``other`` for all else."""

    values: tuple[str, ...]


class Number(Struct, frozen=True, forbid_unknown_fields=True, tag="number"):
    """A measurement, told as the bin it falls into; what is out of range falls into the first or last.

    ``bins``: how many of equal width, or their edges from one end of ``range`` to the other.
    """

    range: tuple[float, float]
    bins: int | tuple[float, ...]
    unit: str = ""


class Count(Struct, frozen=True, forbid_unknown_fields=True, tag="count"):
    """A whole number from 0; ``cap`` stands for all above.

    With a ``step`` it is rounded to a multiple of it, up or down at a point that each phone draws once (alpha-point
    rounding: Ding, Kulkarni, Yekhanin, NeurIPS 2017), so that the fleet's mean stays right and few values are left.
    """

    cap: int
    step: int = 1
    unit: str = ""


class Rate(Struct, frozen=True, forbid_unknown_fields=True, tag="rate"):
    """How often something happens a day, as the fleet's mean alone: a count that is rounded to 0 or ``cap``."""

    cap: int
    unit: str = ""


Form = Category | Number | Count | Rate


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a metric is asked and what it may cost; every key without a default must be given.

    ``bound``: reports of one phone on one day of answering, at most. ``epsilon_day`` is for them together.
    ``every_days``: a phone answers on one day of so many, which it draws before it knows any value. ``by``: a list
    whose value is told with it, in one report.
    """

    purpose: str
    why: str
    owner: str
    expires: date
    bound: int
    epsilon_day: float
    epsilon_lifetime: float
    retention_days: int
    repeat: Repeat = "fresh"
    every_days: int = 1
    by: str = ""


class Metric(Struct, frozen=True):
    """A metric that was checked. ``attribute`` are the public values of ``terms.by``; epsilons in millionths."""

    name: str
    terms: Terms
    form: Form
    labels: tuple[str, ...]
    attribute: tuple[str, ...] = ("",)
    epsilon: int = 0
    lifetime: int = 0

    @property
    def cells(self) -> int:
        """How many different answers there are."""
        return len(self.labels) * len(self.attribute)

    @property
    def oracle(self) -> Oracle:
        """How one of the cells is told."""
        return choose(self.cells, self.epsilon)

    def expired(self, day: date) -> bool:
        """Whether nothing is asked any more: the day of expiry is the first such day."""
        return day >= self.terms.expires


class Purpose(Struct, frozen=True, forbid_unknown_fields=True):
    """What the answers are for, in words that the person reads before choosing."""

    title: str


class Metrics(Struct, frozen=True):
    """All that may be asked, by name, and what for."""

    purposes: dict[str, Purpose]
    metrics: dict[str, Metric]
