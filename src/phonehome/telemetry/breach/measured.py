"""What a leak of a table would expose, as values: the answer of ``expose``, and the object that JSON writes."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from phonehome.telemetry.breach.table import Column

Ground = Literal["ordered", "category"]
Attacker = Literal["prosecutor", "journalist", "marketer"]


class Naming(Struct, frozen=True):
    """An identifier: ``persons`` have a value in it that no other person has, so that the leak names them outright."""

    column: str
    kind: str
    persons: int


class Step(Struct, frozen=True):
    """Classes with ``least`` to ``most`` persons (null: and more): how many there are, and records in them."""

    least: int
    most: int | None
    classes: int
    records: int


class Anonymity(Struct, frozen=True):
    """k-anonymity (Sweeney 2002): a class is all persons with the same values of the quasi-identifiers.

    A record is a person in a class; a person with several rows may stand in several. An empty value is a value of its
    own. ``k`` is the size of the smallest class and ``median`` that of the median record's; ``unique`` records stand
    alone in their class, ``unique_persons`` have at least one such record.
    """

    quasi: tuple[str, ...]
    records: int
    classes: int
    k: int
    median: int
    unique: int
    unique_persons: int
    distribution: tuple[Step, ...]


class Diversity(Struct, frozen=True):
    """A sensitive column, class by class: l-diversity (Machanavajjhala et al. 2007), t-closeness (Li et al. 2007).

    ``distinct_l`` is the least number of values in a class and ``entropy_l`` the least exp(entropy). ``known`` of
    ``records`` stand in a class with one value only: who knows the class knows it, single person or not. ``t`` is the
    greatest distance of a class from the whole table and ``t_mean`` that of the mean record: the earth mover's distance
    over ranks for what is ordered, total variation for categories. Empty values are left out.
    """

    column: str
    kind: str
    ground: Ground
    values: int
    records: int
    distinct_l: int
    entropy_l: float
    known: int
    t: float
    t_mean: float


class Attack(Struct, frozen=True):
    """The chance to find the right record: for the worst record, for the mean one, and the share above ``at_risk``."""

    attacker: Attacker
    knows: str
    worst: float | None
    mean: float
    share_at_risk: float | None


class Risk(Struct, frozen=True):
    """Re-identification risk after El Emam (2013). ``threshold`` is the chance from which a record is at risk.

    ``population`` is the size of the population that the table is a sample of; null: the table is taken for all of it,
    which makes the journalist as strong as the prosecutor.
    """

    threshold: float
    population: int | None
    attacks: tuple[Attack, ...]


class Known(Struct, frozen=True):
    """With so many known points, this share of the tried persons is the only one whose trace holds them all."""

    points: int
    tried: int
    unique: int
    share: float
    low: float
    high: float


class Unicity(Struct, frozen=True):
    """Unicity (de Montjoye et al. 2013): a point is an hour with the values of some columns, drawn from the trace.

    ``low`` and ``high`` are the 95 % Clopper-Pearson interval of the sample. ``why_not`` says why it was not measured.
    """

    made_of: tuple[str, ...] = ()
    persons: int = 0
    known: tuple[Known, ...] = ()
    why_not: str = ""


class Breach(Struct, frozen=True):
    """What a leak of this table would expose. Holds no value of the table, only names of its columns.

    ``person`` is the column that says whose a row is (empty: each row is another person's), ``nobody`` the rows in
    which it is empty; they are left out. ``note`` is what else is to be known of the table.
    """

    sentence: str
    rows: int
    persons: int
    person: str
    nobody: int
    columns: tuple[Column, ...]
    naming: tuple[Naming, ...]
    anonymity: Anonymity
    risk: Risk
    diversity: tuple[Diversity, ...]
    unicity: Unicity
    note: str = ""
