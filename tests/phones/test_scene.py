from __future__ import annotations

from phonehome.phones.scene import Options


def test_a_week_of_somebody_who_joined_is_what_one_gets_unasked() -> None:
    assert Options() == Options(days=7, seed=1, opted_out=False, roaming=False, start=None)
