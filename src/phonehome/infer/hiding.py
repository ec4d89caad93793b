"""Hides the values in addresses and paths: an answer shows where things stand, not what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from phonehome.masking import mask_keys

Rewrite = Callable[[str], str]


def veil(values: Iterable[str], say: Rewrite) -> Rewrite:
    """Rewrites a path: found values in it as ``say`` says them, keys that look like values masked.

    Nothing is hidden where ``say`` hides nothing.
    """
    longest_first = sorted(set(values), key=lambda value: (-len(value), value))
    if not longest_first:
        return mask_keys if say("x" * 9) != "x" * 9 else str
    if say(longest_first[0]) == longest_first[0]:
        return str
    sought = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    return lambda path: sought.sub(lambda match: say(match[0]), mask_keys(path))
