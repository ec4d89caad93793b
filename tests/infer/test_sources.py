from __future__ import annotations

from datetime import time

import msgspec
from msgspec import structs

from infer.given import Found, Sent, given
from infer.test_matching import STRANGERS, USES, _owner
from phonehome.infer.answer import Answer
from phonehome.infer.asleep.habits import Habit
from phonehome.infer.evidence import Brought, Post
from phonehome.infer.sleep import Nights
from phonehome.infer.sources import Sources, ask
from phonehome.masking import mask

FOUND = [Found(0, "app_usage", event=("session", start, end, "a.b")) for start, end in sorted(USES)]
SLEEP = Nights(
    question="sleep", sentence="", certainty="high", needed="", weekdays=Habit(5, time(23), time(3), time(7), 480)
)


def _ask(posts: list[Post], found: list[Found], *answers: Answer, masked: bool = False) -> Sources:
    evidence = given([Sent(USES[-1][0])], found, say=mask if masked else str)
    return ask(structs.replace(evidence, brought=Brought(posts=tuple(posts)), answers=answers))


def test_the_owners_account() -> None:
    answer = _ask([*STRANGERS, *_owner(elsewhere=8)], FOUND, SLEEP)
    (account,) = answer.owned
    assert (account.account, account.posts, answer.compared, len(answer.others), answer.certainty) == (
        "owner",
        28,
        301,
        10,
        "high",
    )
    assert (sum(account.hours), answer.proved_by > 20) == (28, True)
    assert answer.sentence.startswith("Of 301 accounts, owner belongs to the phone's owner: ")
    assert [(one.of_phone, one.of_source) for one in answer.adds] == [
        (("sleep",), "the account's name"),
        (("day",), "the times of the posts"),
    ]
    assert answer.adds[0].statement == "Whoever writes as owner sleeps from about 23:00 to 07:00."


def test_none_of_these() -> None:
    answer = _ask(STRANGERS, FOUND, SLEEP)
    assert (answer.owned, answer.adds, answer.proved_by, answer.compared, answer.certainty) == (
        (),
        (),
        0,
        300,
        "medium",
    )
    assert answer.sentence.startswith("Of 300 accounts, none posts when the phone is in use more often than chance")


def test_one_account_alone() -> None:
    assert _ask(_owner(), FOUND).sentence.startswith("Of the one account, owner belongs to the phone's owner: 28 of")


def test_more_than_one_of_the_owner() -> None:
    assert _ask([*_owner("one"), *_owner("two")], FOUND).sentence.endswith(" So do 1 more.")


def test_what_fits_best_is_told_when_it_is_not_enough() -> None:
    answer = _ask([*STRANGERS, *_owner(count=8, elsewhere=2)], FOUND)
    assert (answer.owned, answer.certainty, answer.others[0].account) == ((), "low", "owner")
    assert answer.sentence == "owner fits best of 301 accounts, but too few posts tell it from the others."


def test_accounts_are_masked() -> None:
    posts = [structs.replace(post, account="anna_writes", source="anna_writes") for post in _owner()]
    assert "anna" not in msgspec.json.encode(_ask(posts, FOUND, masked=True)).decode()


def test_no_source() -> None:
    assert (_ask([], FOUND).certainty, _ask([], FOUND).sentence) == (
        "none",
        "No source with posts of accounts was given.",
    )


def test_too_few_posts() -> None:
    assert _ask(_owner(count=7), FOUND).sentence == "No account posted 8 times while the phone was seen."


def test_a_phone_without_events() -> None:
    answer = _ask(_owner(), [])
    assert (answer.certainty, answer.sentence) == (
        "none",
        "Too few uses of the phone were sent to tell when its owner posts.",
    )
