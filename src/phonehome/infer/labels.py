"""How several values are called in an answer: masked ones that look alike get a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable


def labels(values: Iterable[str], say: Callable[[str], str]) -> dict[str, str]:
    """A label for each value, no two the same; numbers follow the order of the values."""
    distinct = list(dict.fromkeys(values))
    said = {value: say(value) for value in distinct}
    alike = Counter(said.values())
    numbers: Counter[str] = Counter()
    names = {}
    for value, text in said.items():
        numbers[text] += 1
        names[value] = f"{text} #{numbers[text]}" if alike[text] > 1 else text
    return names
