from __future__ import annotations

from collections import Counter

import pytest
from msgspec import structs

from phonehome.model import Owner
from phonehome.phones.clock import HOUR
from phonehome.telemetry.proof.attack import Learnt, Linked
from phonehome.telemetry.proof.captured import Owned
from phonehome.telemetry.proof.guess import Guess
from phonehome.telemetry.proof.personal import personal
from phonehome.telemetry.proof.population import Population
from phonehome.telemetry.proof.reading import Means, Read
from phonehome.telemetry.proof.sides import Both, Leak, Side

OPEN = Learnt(
    ("sleep", "apps"), 2, 2, (4.0, 8.0), "home", ("a", "b"), Counter({("imei", "confirmed"): 7, ("ssid", "dummy"): 3})
)
SHUT = Learnt((), 2, 0, (), "", (), Counter())
ODD = structs.replace(SHUT, found=Counter({("session_id", "possible"): 2}))
TRUE = Owned(Owner(), ((0, 8 * HOUR),), "home")
READ = Read(Means(2, 99, 0.1, 40), {"a": 1.0})
REAL = Read(Means(2, 100, 0.0, 40), {"a": 0.5, "b": 0.5})
OLD = Side((OPEN, OPEN), Linked(2, 2, 2), 30.0, 200_000, Leak("All.", 9), (READ, READ))
NEW = Side((SHUT, ODD), Linked(2, 0, 0), 1.0, 633, Leak("None.", 5, "A note."))
BOTH = Both(OLD, NEW, (TRUE, structs.replace(TRUE, home="")), (REAL, REAL))


def test_each_row_says_what_either_design_gives_away() -> None:
    told, leaks, known, means = personal(BOTH, Population(), [Guess("crashes", 0.5, 0.6)], [(10, 3), (100, 3)])
    assert {row[0]: row[1:] for row in told.figures.rows} == {
        "findings at likely or above, a phone": ("7", "0", "-"),
        "findings below, a phone": ("0", "1", "-"),
        "kinds of personal data found": ("1", "0", "-"),
        "questions that `profile` answers": ("2 of 9", "0 of 9", "-"),
        "nights found": ("4 of 4", "0 of 4", "-"),
        "sleep: median error of onset and wake": ("6 min", "no answer", "0 min"),
        "home network named rightly": ("1 of 1", "0 of 1", "0 of 1"),
        "phones whose apps are known": ("2 of 2", "0 of 2", "0 of 2"),
        "unique by the list of their apps": ("0 of 2", "0 of 2", "-"),
        "recognised after a reset": ("2 of 2 (of 2 guesses)", "no guess", "1 of 2"),
        "requests a phone and day": ("30.0", "1.0", "-"),
        "bytes sent a phone and day": ("200 kB", "633 bytes", "-"),
    }
    assert leaks.figures.rows == (("2017", "9", "All."), ("telemetry", "5", "None."))
    assert known.figures.rows == (("crashes", "60.0%", "50.0%"),)
    assert means.figures.head == ("mean of", "truth", "2017", "10 phones", "100 phones")
    assert means.figures.rows == (
        ("screen_hours", "2", "2", "0", "0"),
        ("unlocks", "100", "99", "1", "1"),
        ("reboots", "0", "0.1", "0.1", "0.1"),
        ("battery_level", "40", "40", "0", "0"),
        ("app_used", "-", "-", "50.00", "50.00"),
    )


@pytest.mark.parametrize(
    ("phones", "sentence"),
    [
        ((SHUT, ODD), "Below likely, telemetry has session_id (of 1 phones)."),
        ((SHUT, SHUT), "there is nothing either."),
    ],
)
def test_what_is_below_likely_is_named(phones: tuple[Learnt, ...], sentence: str) -> None:
    told, *_ = personal(structs.replace(BOTH, new=structs.replace(NEW, phones=phones)), Population(), [], [])
    assert sentence in told.after
