"""Whether a comparison says "stopped" only of what stopped: two halves of a capture, and an opt-out.

The same phone in two halves of eight days without any change: every "stopped", "new", "more often" or "less often" is
a false one (a person's days differ, too). And a phone whose owner left the program, seen for so many hours: the usage
stream is to be called stopped, the device information never.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from phonehome import case as cases
from phonehome.engine import Examined, examine
from phonehome.infer.change import Comparison
from phonehome.infer.compare import compare
from phonehome.infer.evidence import evidence
from phonehome.infer.sides import Split
from phonehome.knowledge.load import load
from phonehome.model import CaseInfo
from phonehome.phones import Options, Simulation, simulate
from phonehome.tables import batch

FIRST, PHONES, DAYS = 5000, 6, 8
HOUR = 3_600_000
LEFT_FOR = (2, 6, 12, 24, 72)
PROFILE = "oneplus-odm-b"


def tables(first: int = FIRST, phones: int = PHONES) -> list[Table]:
    """Both tables."""
    return [unchanged(first, phones), left(first, phones)]


def unchanged(first: int, phones: int) -> Table:
    """Two halves of each phone's days, nothing changed."""
    counts: dict[str, Counter[str]] = {"streams": Counter(), "kinds": Counter()}
    for seed in range(first, first + phones):
        one = simulate(PROFILE, Options(DAYS, seed, trouble=True))
        times = [exchange.time for exchange in one.exchanges if exchange.time is not None]
        middle = (times[0] + times[-1]) // 2
        for change in _compared([_examined(one)], Split("time", moment=middle)).recipients:
            for name, items in (("streams", change.streams), ("kinds", change.kinds)):
                counts[name]["all"] += len(items)
                counts[name]["ended or begun"] += sum(item.state in {"stopped", "new"} for item in items)
                counts[name]["rarer or oftener"] += sum(item.often in {"more often", "less often"} for item in items)
    shown = Table("things", "compared", "falsely ended or begun", "rarer or oftener", "bar", title="Nothing changed")
    for name, count in counts.items():
        shares = (f"{count[word] / count['all']:.3f}" for word in ("ended or begun", "rarer or oftener"))
        shown.add_row(name, str(count["all"]), *shares, "0.05")
    return shown


def left(first: int, phones: int) -> Table:
    """Three days joined against so many hours after leaving."""
    states: dict[tuple[int, str], Counter[str]] = {}
    for seed in range(first, first + phones):
        joined, gone = (_examined(simulate(PROFILE, Options(3, seed, opted_out=out))) for out in (False, True))
        for hours in LEFT_FOR:
            found = _compared([joined, _begin(gone, hours)], Split())
            streams = [stream for change in found.recipients for stream in change.streams]
            for theme in ("usage", "device information"):
                counter = states.setdefault((hours, theme), Counter())
                counter.update(stream.state for stream in streams if stream.theme == theme)
    shown = Table(
        "hours after leaving", "stream", "called", "truth", title=f"Opt-out of {phones} phones, 3 days before"
    )
    for (hours, theme), counter in states.items():
        called = ", ".join(f"{state} {count}" for state, count in sorted(counter.items()))
        shown.add_row(str(hours), theme, called, "stopped" if theme == "usage" else "continues")
    return shown


def _examined(one: Simulation) -> list[Examined]:
    return list(examine(one.exchanges, one.owner, load()))


def _begin(some: Sequence[Examined], hours: int) -> list[Examined]:
    start = next(one.exchange.time for one in some if one.exchange.time is not None)
    return [one for one in some if (one.exchange.time or 0) < start + hours * HOUR]


def _compared(sides: Sequence[Sequence[Examined]], split: Split) -> Comparison:
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        folders = []
        for number, examined in enumerate(sides):
            folders.append(Path(name) / str(number))
            with cases.create(folders[-1]) as case:
                case.write(batch(examined))
                case.finish(CaseInfo((), {}))
        with cases.connect_all(folders) as connection:
            infos = tuple(cases.read_info(folder) for folder in folders)
            return compare(evidence(connection, infos, load(), str), split)


if __name__ == "__main__":
    for each in tables():
        Console(width=110).print(each)
