from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace
from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.asleep.habits import Chronotype, Habit
from phonehome.infer.asleep.missing import Unknown
from phonehome.infer.sleep import Nap, Night, Nights
from phonehome.report.profile.details_sleep import sleep

ONSET, WAKE = datetime(2017, 1, 16, 23, 10, tzinfo=UTC), datetime(2017, 1, 17, 7, 5, tzinfo=UTC)
MINUTES = timedelta(minutes=20)
NIGHT = Night(ONSET, WAKE, ONSET - MINUTES, ONSET + MINUTES, WAKE - MINUTES, WAKE, 475, 1, 0.99)
ANSWER = Nights(
    question="sleep",
    sentence="s",
    certainty="high",
    needed="n",
    nights=(NIGHT,),
    unknown=(Unknown(date(2017, 1, 20), "Nothing arrived."),),
    awake=(date(2017, 1, 21),),
    naps=(Nap(WAKE + timedelta(hours=7), WAKE + timedelta(hours=8)),),
    weekdays=Habit(5, time(23, 10), time(3, 8), time(7, 5), 475),
    chronotype=Chronotype(time(3, 30), "between", 40),
)


def test_nights_habits_and_what_was_not_seen() -> None:
    nights, habits, kind, nap, unseen, awake = sleep(ANSWER)
    assert isinstance(nights, Table)
    assert isinstance(habits, Table)
    cells = [next(iter(column.cells)) for column in nights.columns]
    assert cells == ["Tue 17 Jan", "23:10", "22:50-23:30", "07:05", "06:45-07:05", "7:55", "1"]
    assert [next(iter(column.cells)) for column in habits.columns][1:] == ["5", "23:10", "03:08", "07:05", "7:55"]
    assert "between, mid-sleep on free days 03:30" in str(kind)
    assert str(nap) == "Nap: Tue 17 Jan 14:05-15:05"
    assert str(unseen) == "Not seen: the night of Fri 20 Jan. Nothing arrived."
    assert str(awake) == "Awake all night, from the evening of Sat 21 Jan on"


def test_long_lists_are_cut() -> None:
    _, rest, *_ = sleep(replace(ANSWER, nights=(NIGHT,) * 50, left_out=3))
    assert str(rest) == "and 13 more nights"


def test_other_answers_and_empty_ones_show_nothing() -> None:
    none = Nights(question="sleep", sentence="s", certainty="none", needed="n")
    assert [*sleep(none), *sleep(Answer(question="x", sentence="s", certainty="none", needed="n"))] == []
