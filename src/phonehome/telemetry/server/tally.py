"""What the collector counts of itself, for Prometheus (text format 0.0.4). Nothing of it tells phones apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)
Labels = tuple[str, ...]


class Tally:
    """Counters of one process, from its start."""

    def __init__(self) -> None:
        self._answers: Counter[Labels] = Counter()
        self._failures: Counter[Labels] = Counter({("full",): 0, ("away",): 0})
        self._within: Counter[float] = Counter()
        self._commits, self._seconds, self._written = 0, 0.0, 0

    def answered(self, route: str, status: int) -> None:
        """One answer to a phone."""
        self._answers[route, str(status)] += 1

    def committed(self, seconds: float, written: int) -> None:
        """One transaction of so many uploads."""
        if not written:
            return
        self._commits += 1
        self._seconds += seconds
        self._written += written
        for step in STEPS:
            self._within[step] += seconds <= step

    def failed(self, how: str) -> None:
        """One transaction that stored nothing."""
        self._failures[how,] += 1

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """All counters, and gauges by name with what they say."""
        lines = [
            *_counter("phonehome_answers", "Answers to phones.", ("route", "status"), self._answers),
            *_counter("phonehome_failed_commits", "Transactions that stored nothing.", ("how",), self._failures),
            *_counter("phonehome_written", "Uploads that were made durable.", (), {(): self._written}),
            *self._histogram("phonehome_commit_seconds", "How long a transaction took until it was durable."),
        ]
        for name, (says, number) in gauges.items():
            lines += [f"# HELP {name} {says}", f"# TYPE {name} gauge", f"{name} {number:g}"]
        return "\n".join([*lines, ""])

    def _histogram(self, name: str, says: str) -> Iterator[str]:
        yield from (f"# HELP {name} {says}", f"# TYPE {name} histogram")
        for step in STEPS:
            yield f'{name}_bucket{{le="{step:g}"}} {self._within[step]}'
        yield from (
            f'{name}_bucket{{le="+Inf"}} {self._commits}',
            f"{name}_sum {self._seconds:.6f}",
            f"{name}_count {self._commits}",
        )


def _counter(name: str, says: str, labels: Labels, counts: Mapping[Labels, int]) -> Iterator[str]:
    yield from (f"# HELP {name}_total {says}", f"# TYPE {name}_total counter")
    for values, count in sorted(counts.items()):
        told = ",".join(f'{label}="{value}"' for label, value in zip(labels, values, strict=True))
        yield f"{name}_total{f'{{{told}}}' if told else ''} {count}"
