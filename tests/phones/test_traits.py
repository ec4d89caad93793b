from __future__ import annotations

from phonehome.phones.traits import PLAIN, Traits, traits

MANY = [traits(seed) for seed in range(400)]


def test_same_seed_has_the_same_traits() -> None:
    assert traits(7) == MANY[7]


def test_plain_is_without_any() -> None:
    assert Traits() == PLAIN


def test_one_in_ten_works_in_shifts() -> None:
    assert 0.06 < sum(one.rota != "" for one in MANY) / len(MANY) < 0.14


def test_a_population_has_all_of_them() -> None:
    assert {one.rota for one in MANY} == {"", "night", "rotating"}
    assert {one.trip for one in MANY} == {"", "near", "far"}
    assert {one.wifi_at_home for one in MANY} == {one.reset for one in MANY} == {True, False}
    assert {len(one.home_days) for one in MANY} == {0, 2}
