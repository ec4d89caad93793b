"""How often Python looks for circles of objects in a process that audits."""

from __future__ import annotations

import gc

# Objects more than before at which Python looks for circles; it begins with 700.
_SELDOM = 50_000


def collect_seldom() -> None:
    """For a process that audits: what is loaded stays, and exchanges hold no circles that were worth looking for."""
    gc.freeze()
    gc.set_threshold(_SELDOM)
