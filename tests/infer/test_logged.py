from __future__ import annotations

from datetime import UTC

from infer.presence_log import DAY, HOUR, START, routine
from phonehome.infer.clock import Clock, Zone
from phonehome.infer.logged import Person, by_hour, person

CLOCK = Clock((Zone(0, UTC),), "")


def test_sleep_from_being_offline_alone() -> None:
    found = person("anna", routine("anna"), 14, CLOCK)
    assert len(found.asleep) == 13
    assert found.working_days is not None
    assert (found.working_days.onset.hour in {22, 23, 0}, found.working_days.wake.hour in {7, 8, 9}) == (True, True)


def test_how_often_and_how_long_online() -> None:
    some = routine("anna", days=1)[:4]
    minutes = round(sum(one.end - one.start for one in some) / 60_000, 1)
    first, last = CLOCK.at(some[0].start), CLOCK.at(some[-1].end)
    assert person("a", some, 1, CLOCK) == Person("a", 4, minutes, first, last, by_hour((o.start for o in some), CLOCK))


def test_hours() -> None:
    assert by_hour((START, START + HOUR, START + DAY), CLOCK)[:3] == (2, 1, 0)
