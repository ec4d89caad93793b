"""What the maker of 2017 reads off its table: means and shares of the fleet, from what each phone told of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec
import numpy as np
from msgspec import Struct

from phonehome import case as cases
from phonehome.infer.evidence import evidence
from phonehome.knowledge.schema import Knowledge
from phonehome.telemetry.collect.aggregate import Real
from phonehome.telemetry.fleet.days import Day

_HOUR, _DAY = 3_600_000, 86_400_000
_MEANS = f"""
WITH screen AS (
    SELECT name, start, lead(name) OVER whole AS next, lead(start) OVER whole AS until
    FROM events WHERE name IN ('screen_on', 'screen_off') WINDOW whole AS (ORDER BY start, name DESC)
),
charge AS (
    SELECT time // {_DAY} AS day, min(TRY_CAST(value AS INTEGER)) AS lowest
    FROM findings WHERE kind = 'battery' GROUP BY day
)
SELECT (SELECT coalesce(sum(until - start), 0) / {_HOUR} FROM screen WHERE name = 'screen_on' AND next = 'screen_off'),
       (SELECT count(*) FROM events WHERE name = 'unlock'), (SELECT count(*) FROM events WHERE kind = 'boot_event'),
       (SELECT coalesce(avg(lowest), 0) FROM charge)
"""  # noqa: S608 - all of it is our own text
_APPS = f"""
WITH used AS (SELECT DISTINCT start // {_DAY} AS day, app FROM events WHERE kind = 'app_usage' AND app <> ''),
shared AS (SELECT app, 1 / count(*) OVER (PARTITION BY day) AS part FROM used)
SELECT app, sum(part) / (SELECT count(DISTINCT day) FROM used) FROM shared GROUP BY app
"""  # noqa: S608 - same


class Means(Struct, frozen=True, array_like=True):
    """A day's means: hours with the screen on, unlocks, restarts, and the lowest level of the battery in per cent."""

    screen_hours: float
    unlocks: float
    reboots: float
    battery_level: float


class Read(Struct, frozen=True):
    """What is read of one phone. ``apps``: the share of each on a day, all of that day's alike (``app_used``)."""

    means: Means
    apps: dict[str, float]


class Off(Struct, frozen=True):
    """What crowds drawn from the phones would be told, beside what is true of the phones; ``errors`` by crowd."""

    name: str
    truth: float | None
    told: float | None
    errors: tuple[float, ...]


def told(case: Path, days: int, knowledge: Knowledge) -> Read:
    """What one phone's records say of so many days."""
    with cases.connect_all([case]) as tables:
        evidence(tables, (), knowledge, str)  # makes the view of events
        hours, unlocks, boots, lowest = msgspec.convert(tables.execute(_MEANS).fetchall()[0], tuple[float, ...])
        apps = msgspec.convert(tables.execute(_APPS).fetchall(), list[tuple[str, float]])
    return Read(Means(hours / days, unlocks / days, boots / days, lowest), dict(apps))


def true(days: Sequence[Day]) -> Read:
    """What was true of these days."""
    count, apps = len(days), Counter[str]()
    used = [day.apps for day in days if day.apps]
    for some in used:
        apps.update({app: 1 / len(some) / len(used) for app in some})
    return Read(
        Means(
            sum(day.screen_hours for day in days) / count,
            sum(day.unlocks for day in days) / count,
            sum(len(day.causes) for day in days) / count,
            sum(day.lowest for day in days) / count,
        ),
        dict(apps),
    )


def off(said: Sequence[Read], real: Sequence[Read], crowds: Sequence[tuple[int, int]], seed: int) -> list[Off]:
    """Each mean, and the shares of apps: the median error of crowds (phones, trials) drawn from these phones.

    The error of shares is the root of the mean square over all apps.
    """
    drawn = [_drawn(len(said), *crowd, seed) for crowd in crowds]
    found = []
    for name in Means.__struct_fields__:
        have, want = (np.array([getattr(one.means, name) for one in side]) for side in (said, real))
        errors = tuple(median(np.abs(some @ have - want.mean()).tolist()) for some in drawn)
        found.append(Off(name, float(want.mean()), float(have.mean()), errors))
    apps = sorted({app for one in (*said, *real) for app in one.apps})
    have, want = (np.array([[one.apps.get(app, 0.0) for app in apps] for one in side]) for side in (said, real))
    rms = (np.sqrt(((some @ have - want.mean(axis=0)) ** 2).mean(axis=1)) for some in drawn)
    return [*found, Off("app_used", None, None, tuple(median(one.tolist()) for one in rms))]


def _drawn(kinds: int, phones: int, trials: int, seed: int) -> Real:
    """By crowd, which part of it each phone is: drawn with all as likely."""
    rng = np.random.default_rng([seed, phones])
    return rng.multinomial(phones, [1 / kinds] * kinds, trials) / phones
