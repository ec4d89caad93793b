from __future__ import annotations

from phonehome.live.ledger import MOST, Ledger, lines
from phonehome.live.spoken import Judged
from phonehome.shield.outcome import Change

NOON = 1_484_481_600_000  # 2017-01-15 12:00 UTC
CHANGE = Change("imei", "replace", "body > json $.dl[0].imei", "hardware", "49**********518", "00**********017")
LATER = Change("imei", "replace", "body > json $.dl[7].imei", "hardware", "49**********518", "00**********017")
LINE = (
    "2017-01-15T12:00:00.000Z  replace  imei 49**********518 -> 00**********017  to OnePlus (open.oneplus.net), "
    "body > json $.dl[0].imei (hardware)"
)


def judged(*changes: Change) -> Judged:
    return Judged(NOON, "OnePlus", "open.oneplus.net", "rewritten" if changes else "passed", changes)


def test_a_change_is_a_line() -> None:
    assert list(lines(judged(CHANGE))) == [LINE]


def test_a_dry_run_says_so_in_every_line() -> None:
    assert list(lines(judged(CHANGE), dry_run=True)) == [LINE.replace("Z  ", "Z  dry run:  ", 1)]
    assert list(Ledger(dry_run=True).add(judged(CHANGE))) == list(lines(judged(CHANGE), dry_run=True))


def test_a_refusal_is_a_line_that_says_why() -> None:
    one = Judged(NOON, "a.example", "a.example", "blocked", why="rule\x1b[2J")
    assert list(lines(one)) == ["2017-01-15T12:00:00.000Z  blocked  to a.example: rule\\x1b[2J"]


def test_the_same_change_is_told_once_and_counted() -> None:
    ledger = Ledger()
    assert [list(ledger.add(judged(CHANGE, LATER))), list(ledger.add(judged(CHANGE)))] == [[LINE], []]
    assert ledger.summary()[0] == "2 more changes like those above"


def test_the_end_says_who_got_what() -> None:
    ledger = Ledger()
    for one in (
        judged(CHANGE),
        judged(),
        Judged(NOON, "a.example", "a.example", "blocked", why="no"),
        Judged(NOON, "a.example", "a.example", "passed", unread=7),
    ):
        list(ledger.add(one))
    assert ledger.summary() == [
        "recipient  rewritten  blocked  unchanged  with unread bytes",
        "OnePlus            1        0          1                  0",
        "a.example          0        1          1                  1",
        "4 requests and messages",
    ]


def test_the_end_names_what_of_the_owner_no_rule_covers() -> None:
    ledger = Ledger()
    for left in (("email",), ("email", "ssid"), ()):
        list(ledger.add(Judged(NOON, "a.example", "a.example", "passed", left=left)))
    assert ledger.summary()[2] == "the owner's values that went on, as no rule covers them: email in 2, ssid in 1"


def test_what_is_remembered_is_bounded() -> None:
    ledger = Ledger()
    told = 0
    for number in range(MOST + 50):
        told += len(list(ledger.add(Judged(NOON, f"{number}.example", f"{number}.example", "blocked", why="no"))))
    assert (told, ledger.again) == (MOST, 50)
    assert len(ledger.summary()) == MOST + 4
