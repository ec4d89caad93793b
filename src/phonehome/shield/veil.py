"""What is said of a change must not give the value away where it is itself a name: of a field, a header, a host."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from phonehome.detect.forms import written
from phonehome.masking import mask
from phonehome.model import Owner

# Shorter values stand in too many innocent words.
_LEAST = 5
_LOOKS = (
    r"\d(?: ?\d){7,}",
    r"[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}",
    r"[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}",
    r"[0-9a-f]{12,}",
    r"[^\s@\"]+@[^\s@\"]+",
)


def veil(owner: Owner) -> Callable[[str], str]:
    """Masks the owner's values in any writing, and what has the look of a number, a hardware address or an e-mail."""
    texts = {
        text
        for kind, values in owner.values.items()
        for value in values
        for form in written(kind, value, owner)
        for text in (form.text.lower(), form.text.lower()[::-1])
        if len(text) >= _LEAST
    }
    longest_first = sorted(texts, key=lambda text: (-len(text), text))
    pattern = re.compile("|".join((*map(re.escape, longest_first), *_LOOKS)), re.IGNORECASE)

    @lru_cache(1 << 12)
    def veiled(text: str) -> str:
        return pattern.sub(lambda match: mask(match[0]), text)

    return veiled
