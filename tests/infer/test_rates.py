from __future__ import annotations

import pytest

from phonehome.infer.rates import Amount, Rate, Sizes, amount, often, rate, ratio, would_show

# Exact limits for a Poisson count (Garwood 1936), as printed tables have them.
GARWOOD = {0: (0.0, 3.689), 3: (0.6187, 8.767), 5: (1.623, 11.668), 10: (4.795, 18.390), 100: (81.364, 121.627)}


@pytest.mark.parametrize("count", GARWOOD)
def test_interval_is_that_of_the_tables(count: int) -> None:
    found = rate(count, 10.0)
    assert (found.low, found.high) == pytest.approx(tuple(limit / 10 for limit in GARWOOD[count]), abs=5e-4)


def test_no_hours_no_rate() -> None:
    assert (rate(4, 0.0), amount(Sizes(9, 81.0, 9), 0.0)) == (Rate(4, 0.0), Amount(9))


def test_bytes_of_equal_occasions_have_the_interval_of_their_count() -> None:
    found, counted = amount(Sizes(700, 7 * 100.0**2, 100), 10.0), rate(7, 10.0)
    assert (found.per_hour, found.low) == pytest.approx((70.0, 100 * (counted.low or 0)))
    assert found.high == pytest.approx(100 * (counted.high or 0))


def test_nothing_sent_is_bounded_by_what_an_occasion_holds() -> None:
    found = amount(Sizes(), 10.0, 100)
    assert (found.per_hour, found.low, found.high) == pytest.approx((0.0, 0.0, 36.89), abs=0.01)
    assert amount(Sizes(), 10.0).high == 0.0


def test_a_ratio_knows_how_long_each_capture_ran() -> None:
    same = ratio(rate(10, 10.0), rate(30, 30.0))
    assert same is not None
    assert (same.ratio, same.p) == pytest.approx((1.0, 1.0))
    assert same.low < 1 < (same.high or 0)


def test_a_ratio_is_tested_exactly() -> None:
    ended = ratio(rate(10, 5.0), rate(0, 5.0))
    assert ended is not None
    assert (ended.ratio, ended.low, ended.p) == pytest.approx((0.0, 0.0, 2 * 0.5**10))
    assert ended.high == pytest.approx(0.025 ** (-1 / 10) - 1)  # Clopper and Pearson: q^10 = 0.025


def test_a_beginning_has_no_upper_limit() -> None:
    begun = ratio(rate(0, 5.0), rate(10, 5.0))
    assert begun is not None
    assert (begun.ratio, begun.high, begun.low > 1) == (None, None, True)


@pytest.mark.parametrize(("before", "after"), [((0, 5.0), (0, 5.0)), ((3, 0.0), (1, 5.0)), ((3, 5.0), (1, 0.0))])
def test_nothing_to_compare(before: tuple[int, float], after: tuple[int, float]) -> None:
    assert ratio(rate(*before), rate(*after)) is None


SHOWS = [
    (18, 72.0, 72.0, True),  # every 4 h for three days: silence for three days is an end
    (18, 72.0, 12.0, True),  # three were to be expected
    (18, 72.0, 4.0, False),  # one was
    (1, 72.0, 72.0, False),  # seen once in three days
    (2, 72.0, 720.0, False),  # two occasions are no rate
    (3, 72.0, 72.0, True),
    (3, 72.0, 71.0, False),
    (0, 72.0, 72.0, False),
    (5, 0.0, 72.0, False),
    (5, 72.0, 0.0, False),
]


@pytest.mark.parametrize(("count", "hours", "others", "shows"), SHOWS)
def test_absence_means_something_only_after_long_enough(count: int, hours: float, others: float, shows: bool) -> None:  # noqa: FBT001
    assert would_show(rate(count, hours), others) is shows


def test_what_comes_in_long_gaps_needs_a_long_silence() -> None:
    seen = rate(6, 12.0, 4.0)
    assert (would_show(seen, 11.0), would_show(seen, 12.0)) == (False, True)


@pytest.mark.parametrize("count", [1, 2])
def test_of_one_or_two_occasions_nothing_is_said(count: int) -> None:
    few, many = rate(count, 72.0), rate(72, 72.0)
    assert (few, few.is_few, many.is_few) == (Rate(count, 72.0), True, False)
    assert (ratio(few, many), often([(many, few)])) == (None, ["unknown"])


def test_only_what_stands_out_among_all_has_changed() -> None:
    pairs = [(40, 10), (10, 40), (20, 24), (0, 9), (9, 0)]
    rates = [(rate(before, 10.0), rate(after, 10.0)) for before, after in pairs]
    assert often(rates) == ["less often", "more often", "as often", "unknown", "unknown"]


def test_many_comparisons_ask_for_more_proof() -> None:
    pair = (rate(20, 10.0), rate(8, 10.0))
    noise = [(rate(20, 10.0), rate(20, 10.0))] * 19
    assert (often([pair])[0], often([pair, *noise])[0]) == ("less often", "as often")
