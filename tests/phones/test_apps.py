from __future__ import annotations

import pytest

from phonehome.phones.apps import ALWAYS, OPTIONAL, App, at_hour, chosen
from phonehome.phones.chance import stream

NIGHT, MORNING, NOON, EVENING = (
    App(name, "Main", "1", 1, 10, 1, hours)
    for name, hours in (
        ("night", (1, 0, 0, 0)),
        ("morning", (0, 1, 0, 0)),
        ("noon", (0, 0, 1, 0)),
        ("evening", (0, 0, 0, 1)),
    )
)


def test_packages_are_distinct() -> None:
    packages = [app.package for app in ALWAYS + OPTIONAL]
    assert len(set(packages)) == len(packages)


def test_everybody_has_the_phones_own_apps_and_some_others() -> None:
    mine = chosen(stream(1, "apps"))
    assert mine[: len(ALWAYS)] == ALWAYS
    assert 10 <= len(set(mine) - set(ALWAYS)) <= 18


@pytest.mark.parametrize(
    ("hour", "app"), [(0, NIGHT), (5.9, NIGHT), (6, MORNING), (9, NOON), (17.9, NOON), (18, EVENING), (23.9, EVENING)]
)
def test_the_hour_decides_which_app_is_opened(hour: float, app: App) -> None:
    assert at_hour(stream(1, "hour"), (NIGHT, MORNING, NOON, EVENING), hour) is app
