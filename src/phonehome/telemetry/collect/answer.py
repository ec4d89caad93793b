"""What an answer to a question about the fleet is made of: read by who asks, so nothing here computes."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

# What a period can be divided by, besides the metric's own attribute.
WEEK = "week"


class Mean(Struct, frozen=True):
    """A mean over the reports, and its 95 % interval."""

    mean: float
    low: float
    high: float


class Cell(Struct, frozen=True):
    """One cell in shares of the reports: ``share``, ``low``, ``high`` may leave 0 to 1, ``shown`` is made whole.

    ``told``: its lower limit is above 0 even when all cells are looked at together (Bonferroni).
    """

    share: float
    low: float
    high: float
    shown: float
    told: bool


class Share(Cell, frozen=True):
    """A cell by its label, all else as in a Cell."""

    label: str


class Cohort(Struct, frozen=True):
    """The phones with one value of the attribute: their share of all, and of them the share of each label.

    ``needed`` of the reports must be this cohort's for an answer; ``enough`` says that even its lower limit is as many.
    There are no ``cells`` where there are not enough.
    """

    attribute: str
    share: Mean
    needed: int
    enough: bool
    cells: tuple[Cell, ...]


class Part(Struct, frozen=True):
    """What the reports of some days say. Without ``enough`` of them there are no shares and no mean.

    ``days`` have reports, ``n`` in all; of these ``waiting`` are not counted yet, and can be withdrawn. ``least``: a
    smaller share cannot be told from none. ``mean`` is unbiased, ``mean_shown`` kept to what it can be.
    """

    since: date
    until: date
    days: int
    n: int
    waiting: int
    needed: int
    enough: bool
    least: float | None = None
    shares: tuple[Share, ...] = ()
    mean: Mean | None = None
    mean_shown: Mean | None = None


class Answer(Part, frozen=True, kw_only=True):
    """What the reports of a period say, all days together as in a Part, and by week where that is asked.

    ``other_days`` were asked in another definition and are left out. Epsilons: of one report, and of all that a phone
    ever tells. ``moved_share``, ``moved_mean``: by how much false reports, one in a hundred, could move any share, and
    the mean. ``by``: the attribute of the ``cohorts``.
    """

    metric: str
    unit: str
    other_days: int
    epsilon_report: float
    epsilon_lifetime: float
    moved_share: float
    moved_mean: float | None = None
    by: str = ""
    cohorts: tuple[Cohort, ...] = ()
    weeks: tuple[Part, ...] = ()


def kept(mean: Mean, least: float, most: float) -> Mean:
    """A mean and its interval kept to what it can be; the true mean is, so its interval holds as often as before."""
    return Mean(*(min(max(one, least), most) for one in (mean.mean, mean.low, mean.high)))
