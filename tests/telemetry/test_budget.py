from __future__ import annotations

from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from phonehome.telemetry.budget import Memory, Today, answer, due
from phonehome.telemetry.domain import Value
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.metrics import catalogue, read

METRICS = read(catalogue()).metrics
SCREEN, REBOOTS = METRICS["screen_hours"], METRICS["reboots"]
YEAR = range(20_000, 20_366)
VALUES: dict[str, Value] = {"category": "other", "number": 3.5, "count": 7, "rate": 1}


def daily(metric: Metric) -> Metric:
    return replace(metric, terms=replace(metric.terms, every_days=1))


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_year_of_daily_reports_stays_within_the_lifetime(metric: Metric) -> None:
    source, memory, paid, told = Random(7).randbytes, Memory(), 0, 0
    for day in YEAR:
        value = VALUES[str(metric.form.__struct_config__.tag)]
        made = answer(metric, value, memory, Today(day, source, "5.0"))
        memory, paid, told = made.memory, paid + made.cost, told + (made.report is not None)
    fresh = metric.terms.repeat == "fresh"
    expected = (metric.lifetime, metric.lifetime // metric.epsilon) if fresh else (metric.epsilon, len(YEAR))
    assert (paid, told) == expected
    assert memory.spent == paid <= metric.lifetime


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_year_of_the_drawn_days_of_answering_needs_no_refusal(metric: Metric) -> None:
    source, memory, refused, days = Random(8).randbytes, Memory(), [], 0
    value = VALUES[str(metric.form.__struct_config__.tag)]
    for day in YEAR:
        asked, memory = due(metric, memory, day, source)
        if asked:
            made = answer(metric, value, memory, Today(day, source, "5.0"))
            memory, days = made.memory, days + 1
            refused += [made.refused] if made.refused else []
    assert (refused, days >= len(YEAR) // metric.terms.every_days - 1) == ([], True)


def test_one_day_of_every_stretch_is_drawn_and_each_as_likely() -> None:
    source, memory, days = Random(9).randbytes, Memory(), []
    metric = replace(SCREEN, terms=replace(SCREEN.terms, every_days=28))
    for day in range(28 * 2000):
        asked, memory = due(metric, memory, day, source)
        days += [day] if asked else []
    assert [day // 28 for day in days] == list(range(2000))
    counts = [sum(day % 28 == place for day in days) for place in range(28)]
    assert sum((count - 2000 / 28) ** 2 / (2000 / 28) for count in counts) < 55.5  # chi-square, 27 degrees: p = 0.001


def test_the_bound_holds_for_a_day_and_the_next_has_room_again() -> None:
    source = Random(1).randbytes
    first = answer(SCREEN, 3, Memory(), Today(1, source))
    second = answer(SCREEN, 4, first.memory, Today(1, source))
    third = answer(SCREEN, 4, first.memory, Today(2, source))
    assert (second.report, second.cost, second.memory) == (None, 0, first.memory)
    assert second.refused == "screen_hours: 1 of 1 reports of the day are told"
    assert (third.refused, third.memory.spent) == ("", 2_000_000)


def test_a_spent_lifetime_refuses_for_good() -> None:
    memory = Memory(spent=SCREEN.lifetime - SCREEN.epsilon + 1, offset=0)
    made = answer(SCREEN, 3, memory, Today(1, Random(1).randbytes))
    assert (made.report, made.refused, made.memory) == (None, "screen_hours: the lifetime's epsilon is spent", memory)


def test_a_memoised_value_keeps_its_answer_and_is_paid_for_once() -> None:
    source, memory = Random(3).randbytes, Memory(offset=0)
    told: dict[int, set[int | None]] = {}
    for day in range(200):
        made = answer(REBOOTS, day % 2, memory, Today(day, source))
        memory = made.memory
        told.setdefault(day % 2, set()).add(made.report)
    assert ({len(answers) for answers in told.values()}, memory.spent, set(memory.answers)) == (
        {1},
        2_000_000,
        {0, 1},
    )


def test_a_fresh_value_is_told_anew() -> None:
    source, memory, told = Random(4).randbytes, Memory(), set()
    for day in range(20):
        made = answer(SCREEN, 5, memory, Today(day, source))
        memory = made.memory
        told.add(made.report)
    assert (len(told) > 5, memory.answers) == (True, {})


def test_refusals_do_not_depend_on_values() -> None:
    def refusals(metric: Metric, values: list[int]) -> list[str]:
        source, memory, said = Random(5).randbytes, Memory(), []
        for day, value in enumerate(values):
            made = answer(daily(metric), value, memory, Today(day, source))
            memory = made.memory
            said.append(made.refused)
        return said

    still, restless = [0] * 60, [day % 5 for day in range(60)]
    assert [refusals(metric, still) for metric in (SCREEN, REBOOTS)] == [
        refusals(metric, restless) for metric in (SCREEN, REBOOTS)
    ]


def test_a_memory_is_kept_as_json() -> None:
    memory = Memory(spent=2, day=20_000, told=1, block=714, turn=3, offset=2, answers={0: 1, 3: 12})
    assert msgspec.json.decode(msgspec.json.encode(memory), type=Memory) == memory
