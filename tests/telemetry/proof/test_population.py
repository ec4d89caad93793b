from __future__ import annotations

import pytest

from phonehome.phones.clock import DAY
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.proof.population import Population, calendar, lives_of, options

SHORT = Population(lives=2, days=14)


def test_the_same_seed_lives_the_same_whole_days() -> None:
    (first,), (second,) = lives_of(SHORT)
    assert (len(first), len(second)) == (14, 14)
    assert first != second
    assert [(first,), (second,)] == list(lives_of(SHORT))


@pytest.mark.parametrize("number", [0, 39])
def test_each_phone_has_a_life_of_its_own_with_all_that_is_hard(number: int) -> None:
    made = options(SHORT, number)
    assert (made.seed, made.trouble, made.start) == (5000 + number, True, calendar(SHORT).start)


def test_the_quarter_begins_where_the_catalogues_stretches_of_days_do() -> None:
    every = {metric.terms.every_days for metric in read(catalogue()).metrics.values()}
    start = calendar(Population()).start // DAY
    assert {start % days for days in every} == {0}
    assert Population().days == max(every)
