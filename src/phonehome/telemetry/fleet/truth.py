"""What is true of a fleet, counted while it lives: the shares that its reports are to say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from phonehome.telemetry.domain import cell
from phonehome.telemetry.fleet.fleet import Lived
from phonehome.telemetry.metric import Metric


class Truth:
    """``agreed``: how many phones lived with consent. Of several apps, crashes or restarts of a day one is drawn."""

    def __init__(self, asked: Collection[Metric]) -> None:
        self.agreed = 0
        self._asked = asked
        self._counts = {metric.name: [0] * metric.cells for metric in asked}

    def seen(self, days: Iterable[Lived]) -> Iterator[Lived]:
        """The same days, counted."""
        last = -1
        for day in days:
            self.agreed += day.phone != last
            last = day.phone
            for metric in self._asked:
                self._counts[metric.name][cell(metric, day.values[metric.name], day.today.attribute)] += 1
            yield day

    def shares(self) -> dict[str, dict[str, float]]:
        """By metric and cell, over all days that were seen."""
        return {metric.name: _shares(metric, self._counts[metric.name]) for metric in self._asked}


def _shares(metric: Metric, counts: list[int]) -> dict[str, float]:
    total = max(sum(counts), 1)
    names = [f"{kind}: {label}" if kind else label for kind in metric.attribute for label in metric.labels]
    return {name: count / total for name, count in zip(names, counts, strict=True)}
