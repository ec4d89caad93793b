"""Answers of a collector, made up."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from phonehome.telemetry.collect.answer import Answer, Cell, Cohort, Mean, Part, Share

SHARES = (
    Share(label="0 to 1", share=0.26, low=0.2, high=0.32, shown=0.25, told=True),
    Share(label="1 to 2", share=0.74, low=0.7, high=1.1, shown=0.75, told=True),
)
HALF, TENTH = Mean(0.5, 0.4, 0.6), Mean(0.1, 0.0, 0.2)
CELLS = (Cell(-0.1, -0.2, 0.1, 0.0, told=False), Cell(1.1, 0.9, 1.2, 1.0, told=True))
COHORTS = (
    Cohort("9.0", HALF, 10, enough=True, cells=CELLS),
    Cohort("other", TENTH, 10, enough=False, cells=()),
)
FEW_WEEK = Part(date(2026, 10, 1), date(2026, 10, 4), 1, 50, 0, 4_000, enough=False)
WEEK = Part(
    since=date(2026, 10, 5),
    until=date(2026, 10, 11),
    days=1,
    n=8_950,
    waiting=0,
    needed=4_000,
    enough=True,
    least=0.1,
    shares=SHARES,
    mean=Mean(1.25, 1.2, 2.3),
    mean_shown=Mean(1.25, 1.2, 1.5),
)
MANY = Answer(
    since=date(2026, 10, 1),
    until=date(2026, 10, 28),
    days=2,
    n=9_000,
    waiting=0,
    needed=4_000,
    enough=True,
    least=0.031,
    shares=SHARES,
    mean=Mean(1.25, 1.2, 2.3),
    mean_shown=Mean(1.25, 1.2, 1.5),
    metric="unlocks",
    unit="a day",
    other_days=0,
    epsilon_report=1.0,
    epsilon_lifetime=26.0,
    moved_share=0.0275,
    moved_mean=0.12,
)
COHORTED = replace(MANY, by="os_version", cohorts=COHORTS, mean=None, mean_shown=None, moved_mean=None)
WEEKLY = replace(MANY, weeks=(FEW_WEEK, WEEK))
FEW = replace(
    MANY,
    days=3,
    other_days=1,
    n=50,
    waiting=20,
    enough=False,
    least=None,
    shares=(),
    mean=None,
    mean_shown=None,
    moved_mean=None,
)
