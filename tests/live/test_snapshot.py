from __future__ import annotations

import pytest

from live.given import MAKER
from phonehome.live.snapshot import News, Sums


@pytest.mark.parametrize(
    ("news", "is_some"),
    [
        (News("OnePlus", MAKER, 0), False),
        (News("OnePlus", MAKER, 0, is_first=True), True),
        (News("OnePlus", MAKER, 0, is_refusal=True), True),
        (News("OnePlus", MAKER, 0, kinds=(("imei", "likely"),)), True),
    ],
)
def test_news_are_none_where_nothing_is_new(news: News, *, is_some: bool) -> None:
    assert bool(news) == is_some


def test_sums_add_up() -> None:
    assert Sums(1, 2, 3, 4) + Sums(10, 20, 30, 40) == Sums(11, 22, 33, 44)
