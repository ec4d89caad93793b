from __future__ import annotations

from phonehome.infer.pairs import Together, bounded


def row(nodes: tuple[int, ...], exchange: int, exchanges: int = 1, time: int | None = None) -> Together:
    return Together(nodes, "OnePlus", 0, exchanges, time, time, exchange)


def test_few_pairs_stay_as_they_are() -> None:
    rows = [row((1, 2), 0), row((1, 2, 3), 1)]
    assert bounded(rows, most=4) == tuple(rows)


def test_what_is_new_in_every_request_is_left_out_of_many_pairs() -> None:
    rows = [row((1, 2, 10 + place), place, time=place or None) for place in range(5)]
    assert bounded(rows, most=4) == (Together((1, 2), "OnePlus", 0, 5, 1, 4, 0),)


def test_the_most_frequent_rows_are_paired_first() -> None:
    rows = [row((1, 2), 0), row((1, 3), 1, exchanges=9), row((2, 3), 2)]
    assert bounded(rows, most=2) == (rows[1], rows[0])
