"""Whether a text looks drawn at random, as an identifier is, and how many bits it holds."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

# What tells one phone among the 2^32 that there are.
LEAST_BITS = 32

_UUID = re.compile(r"\{?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?")
_MAC = re.compile(r"[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}")
_HEX = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{12,128}|(?=.*[0-9])(?=.*[A-F])[0-9A-F]{12,128}")
_DECIMAL = re.compile(r"-?[0-9]{12,20}")
_LETTERS = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_+/:-]{16,256}={0,2}")
# Moments from 2001 to 2050 in ms, us and ns, and dates written as digits.
_MOMENT = re.compile(r"(?:1[0-9]|2[0-4])[0-9]{11}(?:[0-9]{3}){0,2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]*")
_TURNS = 0.4  # from letter to digit, or from small to large: 0.6 in random letters, 0.2 in words glued together


def bits(value: str) -> float:
    """How many bits of chance the text holds by the letters it is made of; 0 for what is no identifier."""
    if _UUID.fullmatch(value) or _MAC.fullmatch(value):
        return _entropy(re.sub(r"[^0-9a-f]", "", value.lower()))
    if _HEX.fullmatch(value) or (_DECIMAL.fullmatch(value) and not _MOMENT.fullmatch(value)):
        return _entropy(value)
    if _LETTERS.fullmatch(value) and _turns(value) >= _TURNS:
        return _entropy(value)
    return 0.0


def _entropy(text: str) -> float:
    counts = Counter(text).values()
    return -sum(count * math.log2(count / len(text)) for count in counts)


def _turns(text: str) -> float:
    sorts = [one.isdigit() + 2 * one.isupper() + 4 * (not one.isalnum()) for one in text]
    return sum(one != other for one, other in pairwise(sorts)) / len(text)
