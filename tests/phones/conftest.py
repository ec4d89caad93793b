"""One simulated week that many tests look at."""

from __future__ import annotations

import pytest

from phonehome.phones.clock import Calendar
from phonehome.phones.identity import phone
from phonehome.phones.life import live
from phonehome.phones.person import person
from phonehome.phones.scene import Options, Scene

MONDAY = 1_483_920_000_000  # 2017-01-09 00:00 UTC


@pytest.fixture(scope="session")
def scene() -> Scene:
    calendar = Calendar(MONDAY, 7)
    return Scene(phone(1), live(person(1), calendar, 1), calendar, Options())
