"""Whether periods are found and none invented: jobs with jitter and missed runs, chance, simulated phones' own jobs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from phonehome import case as cases
from phonehome.engine import examiner
from phonehome.infer.beats import Times, beats, period, significant
from phonehome.infer.cadence import Cadence, ask
from phonehome.infer.evidence import evidence
from phonehome.knowledge.load import load
from phonehome.model import CaseInfo, Owner
from phonehome.phones import Options, simulate
from phonehome.tables import batch

FIRST_SEED = 5000
HOUR, DAY = 3_600_000, 86_400_000
DAYS = 14
PHONES, CAPTURES, JOBS = 5, 1000, 200
STREAMS_EACH = 6
# Profile, path, kind that marks the stream (empty for all requests), whether noted in payloads, hours.
WANTED = (
    ("adups-2016", "/upload.do", "cell_id", False, 24.0),
    ("adups-2016", "/upload.do", "call_log", False, 72.0),
    ("oneplus-2017", "/cloud/pushdata", "battery", True, 3.0),
    ("oneplus-2017", "/cloud/pushdata", "battery", False, 4.0),
    ("oneplus-odm-b", "/cloud/push", "device_state", True, 3.0),
    ("oneplus-odm-b", "/cloud/push", "device_state", False, 4.0),
    ("google-clearcut", "/log/batch", "", False, 255 / 3600),
    ("google-clearcut", "/checkin", "", False, 12.0),
)


def tables() -> Iterator[Table]:
    """Found periods, then false ones."""
    table = Table("cadence", "measured", "bar", title=f"Periods in {DAYS} days")
    for hours, missed, bar in ((24, 0.1, ""), (72, 0.0, ""), (72, 0.1, ""), (4, 0.1, ""), (255 / 3600, 0.1, "")):
        share, right = _jobs(hours * HOUR, missed)
        name = f"job every {hours:.3g} h, up to 10 % late, {missed:.0%} missed: found, of these within 10 %"
        table.add_row(name, f"{share:.3f}, {right:.3f}", bar)
    for name, draw in (("Poisson", _chance), ("chance by day (7 to 23 h)", _by_day), ("office hours", _office)):
        table.add_row(f"{name}: captures with a period, of {CAPTURES:,}", str(_false(draw)), f"{CAPTURES // 100}")
    found, false = _phones()
    for (profile, path, kind, noted, hours), count in zip(WANTED, found, strict=True):
        what = f"{profile} {path} {kind}{', noted' if noted else ''}: {hours:.3g} h"
        table.add_row(f"{what}, of {PHONES} phones", str(count), str(PHONES))
    table.add_row("periods claimed of innocent hosts on all those phones", str(false), "0")
    yield table


def _jobs(every: float, missed: float) -> tuple[float, float]:
    rng = np.random.default_rng(FIRST_SEED)
    lengths = []
    for _ in range(JOBS):
        due = np.arange(rng.uniform(0, min(every, DAY)), DAYS * DAY, every)
        times = np.sort(due + rng.uniform(0, 0.1 * every, len(due)))[rng.random(len(due)) >= missed]
        one = period([beats([int(time) for time in times])])
        if one is not None and one.chance < 0.01:
            lengths.append(one.length)
    right = sum(abs(length / every - 1) < 0.1 for length in lengths)
    return len(lengths) / JOBS, right / max(len(lengths), 1)


def _false(draw: Callable[[np.random.Generator, int], Times]) -> int:
    """Captures of many streams of chance in which any period is claimed."""
    rng = np.random.default_rng(FIRST_SEED)
    captures = 0
    for _ in range(CAPTURES):
        counts = rng.choice((4, 5, 6, 8, 12, 20, 40, 100), STREAMS_EACH)
        found = [period([beats(sorted(int(time) for time in draw(rng, int(count))))]) for count in counts]
        captures += any(significant([one.chance for one in found if one is not None]))
    return captures


def _chance(rng: np.random.Generator, count: int) -> Times:
    return rng.uniform(0, DAYS * DAY, count)


def _by_day(rng: np.random.Generator, count: int) -> Times:
    return rng.integers(0, DAYS, count) * DAY + rng.uniform(7, 23, count) * HOUR


def _office(rng: np.random.Generator, count: int) -> Times:
    return rng.choice([day for day in range(DAYS) if day % 7 < 5], count) * DAY + rng.uniform(9, 17, count) * HOUR


def _phones() -> tuple[list[int], int]:
    """How often each wanted period was found, and how many others were claimed at hosts of the filler."""
    found, false = [0] * len(WANTED), 0
    for profile in dict.fromkeys(name for name, *_ in WANTED):
        for seed in range(FIRST_SEED, FIRST_SEED + PHONES):
            answer = _asked(profile, seed)
            false += sum(".example" in one.host for one in answer.rhythms)
            for place, (name, path, kind, noted, hours) in enumerate(WANTED):
                found[place] += name == profile and any(
                    one.path == path
                    and one.taken == noted
                    and (not kind or kind in one.kinds)
                    and abs(one.period / 3600 / hours - 1) < 0.1
                    for one in answer.rhythms
                )
    return found, false


def _asked(profile: str, seed: int) -> Cadence:
    knowledge = load()
    examine = examiner(Owner(region="GB"), knowledge)
    simulation = simulate(profile, Options(DAYS if profile != "google-clearcut" else 4, seed))
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        folder = Path(name) / "case"
        with cases.create(folder) as case:
            case.write(batch([examine(exchange) for exchange in simulation.exchanges]))
            case.finish(CaseInfo((), {}))
        with cases.connect_all([folder]) as connection:
            return ask(evidence(connection, (CaseInfo((), {}),), knowledge, str))


def main() -> None:
    """The table alone."""
    for table in tables():
        Console(width=130).print(table)


if __name__ == "__main__":
    main()
