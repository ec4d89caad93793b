"""Masks one value, so that what is said of it does not give it away: ``490154203237518`` -> ``49**********518``."""

from __future__ import annotations

import re

NOTHING = "*****"
_LONGEST = 20

# Wider than an address, so that what a mask leaves of any text with an @ in it is no new address.
_EMAIL = re.compile(r"([^@])[^@]*@(.).*", re.DOTALL)
_COORDINATES = re.compile(r"(-?\d{1,3})\.[\d*]+([,;] ?)(-?\d{1,3})\.[\d*]+")

_QUOTED_KEY = re.compile(r'\["((?:[^"\\]|\\.)*)"\]')
# Addresses, numbers, package names and hardware addresses stand as keys where an application keeps a map by them.
_KEY_LIKE_A_VALUE = re.compile(r"@|(?:\d.*?){4}|[^.]\.[^.]+\.[^.]|(?:[0-9A-Fa-f]{2}:){3}", re.DOTALL)


def mask(value: str) -> str:
    """The value with only its ends left: two and three of 12 characters or more, one and one of 8 to 11.

    A shorter value keeps nothing, not even its length: a gender, a PIN or a country is guessed from either. An empty
    one stays empty. An e-mail address keeps the first letters of its two sides, coordinates their whole degrees. What
    is longer than 20 characters is masked to 20. A masked value masked again is the same.
    """
    if len(value) < 8:
        return NOTHING if value else ""
    if match := _EMAIL.fullmatch(value):
        return f"{match[1]}****@{match[2]}****"
    if match := _COORDINATES.fullmatch(value):
        return f"{match[1]}.****{match[2]}{match[3]}.****"
    first, last = (2, 3) if len(value) >= 12 else (1, 1)
    stars = min(len(value), _LONGEST) - first - last
    return value[:first] + "*" * stars + value[-last:]


def mask_keys(path: str) -> str:
    """A path whose keys are masked where they look like values: ``$.calls["+44 7700 900123"]``."""
    return _QUOTED_KEY.sub(_masked_key, path)


def _masked_key(match: re.Match[str]) -> str:
    return f'["{mask(match[1])}"]' if _KEY_LIKE_A_VALUE.search(match[1]) else match[0]
