from __future__ import annotations

import re
import statistics

from phonehome.phones.chance import stream
from phonehome.phones.person import drama_number, person

PEOPLE = [person(seed) for seed in range(300)]


def test_same_seed_is_the_same_person() -> None:
    assert person(7) == PEOPLE[7]
    assert person(8) != PEOPLE[7]


def test_email_belongs_to_nobody_and_to_the_name() -> None:
    names = [one.name.lower().replace(" ", ".") for one in PEOPLE]
    assert all(one.email.startswith(f"{name}.") for one, name in zip(PEOPLE, names, strict=True))
    assert all(one.email.endswith("@example.org") for one in PEOPLE)
    assert len({one.email for one in PEOPLE}) == len(PEOPLE)


def test_numbers_are_from_the_drama_range() -> None:
    numbers = [drama_number(stream(seed, "number")) for seed in range(50)]
    numbers += [contact.number for one in PEOPLE for contact in one.contacts]
    assert all(re.fullmatch("07700900[0-9]{3}", number) for number in numbers)


def test_unlocks_are_spread_as_over_measured_people() -> None:
    low, middle, high = statistics.quantiles((one.unlocks for one in PEOPLE), n=4)
    assert 45 < low < 70 < middle < 115 < high < 180
    assert any(one.unlocks < 16 for one in PEOPLE)


def test_nobody_works_before_sleeping() -> None:
    assert all(one.work_starts < one.work_ends < one.bed for one in PEOPLE)
