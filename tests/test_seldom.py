from __future__ import annotations

import gc

from phonehome.seldom import collect_seldom


def test_what_is_loaded_is_not_looked_through_again() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(700)
        collect_seldom()
        assert (gc.get_freeze_count() > 0, gc.get_threshold()[0] > 700) == (True, True)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
