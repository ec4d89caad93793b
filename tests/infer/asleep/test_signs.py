from __future__ import annotations

from phonehome.infer.asleep.signs import HELD, LONG_LIGHT, Use


def test_a_short_use_is_held_to_its_end() -> None:
    assert Use(0, LONG_LIGHT, 0).held == LONG_LIGHT


def test_a_video_that_runs_on_is_held_for_minutes_only() -> None:
    assert Use(0, 3 * LONG_LIGHT, 1_000).held == 1_000 + HELD


def test_a_touch_late_in_a_long_use_holds_it() -> None:
    assert Use(0, 3 * LONG_LIGHT, 3 * LONG_LIGHT - 1_000).held == 3 * LONG_LIGHT
