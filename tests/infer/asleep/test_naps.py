from __future__ import annotations

from infer.asleep.weeks import DAY, START, signs, use
from phonehome.infer.asleep.reading import read
from phonehome.infer.asleep.signs import HOUR, MINUTE, Span, Use


def _busy(*without: Span) -> list[Use]:
    """A use every three minutes from seven to eleven at night, but for some gaps."""
    times = [START + day * DAY + 7 * HOUR + place * 3 * MINUTE for day in range(10) for place in range(320)]
    return [use(time) for time in times if not any(gap.start <= time < gap.end for gap in without)]


def test_a_busy_person_who_leaves_the_phone_in_the_afternoon_naps() -> None:
    begins = [START + day * DAY + 14 * HOUR for day in range(2, 8)]
    got = read(signs(_busy(*(Span(begin, begin + 80 * MINUTE) for begin in begins)))).naps
    assert len(got) == len(begins)
    assert all(begin <= nap.start <= begin + 20 * MINUTE for begin, nap in zip(begins, got, strict=True))
    assert all(60 * MINUTE <= nap.end - begin <= 80 * MINUTE for begin, nap in zip(begins, got, strict=True))


def test_an_unbroken_day_has_none() -> None:
    assert read(signs(_busy())).naps == ()
