"""Which of 1,000 accounts is the phone owner's: the right one named, a wrong one named, one named though absent."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median

from phonehome.infer.asleep.screen import lit
from phonehome.infer.asleep.unseen import dated
from phonehome.infer.evidence import Post
from phonehome.infer.matching import NAMED, Match, matches
from phonehome.phones.posts import START, Posts, posts
from sleep import told

FIRST, LIVES, ACCOUNTS = 5_000, 100, 1_000
RIGHT, ABSENT = 0.9, 0.02
WEEK = 7 * 86_400_000
TOLD_EVERY = 4  # seeds whose calendar in bench/sleep.py begins when posts do


def table(first: int = FIRST, lives: int = LIVES) -> Iterator[str]:
    """Rows of a Markdown table. The strangers are those of one life, and post on the days of all."""
    crowd = posts(first + 900, ACCOUNTS)
    strangers = [post for post in read(crowd) if post.account != crowd.owner]
    found: list[list[Match]] = []
    week: list[list[Match]] = []
    without: list[list[Match]] = []
    seconds: list[float] = []
    for seed in range(first, first + TOLD_EVERY * lives, TOLD_EVERY):
        uses = _uses(seed)
        mine = [Post("owner", post.time) for post in read(posts(seed, 1))]
        started = time.perf_counter()
        found.append(matches(uses, [*strangers, *mine]))
        seconds.append(time.perf_counter() - started)
        week.append(matches(_uses_of_week(uses), [post for post in (*strangers, *mine) if post.time < START + WEEK]))
        without.append(matches(uses, strangers))
    yield f"| {lives} lives, {ACCOUNTS:,} accounts, 28 days | measured | bar |\n|---|---|---|\n"
    yield f"| the owner's account is named | {_share(found, 'owner'):.3f} | {RIGHT} |\n"
    yield f"| the same from the first week alone | {_share(week, 'owner'):.3f} | |\n"
    wrong = sum(any(one.chance >= NAMED and one.account != "owner" for one in some) for some in found)
    yield f"| a wrong one is named beside or in place of it | {wrong / lives:.3f} | |\n"
    yield f"| one is named though the owner's is absent | {_share(without):.3f} | {ABSENT} |\n"
    yield f"| seconds for all accounts, median | {median(seconds):.2f} | |\n"


def _uses(seed: int) -> list[tuple[int, int]]:
    life = told(seed)
    happened, _ = dated(life.happened, life.wrong)
    return [(use.start, use.end) for use in lit(happened).uses]


def _uses_of_week(uses: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [use for use in uses if use[0] < START + WEEK]


def _share(all_: Sequence[Sequence[Match]], account: str = "") -> float:
    """How many lives have an account named: that one, or any."""
    named = [[one.account for one in some if one.chance >= NAMED] for some in all_]
    return sum((account in some) if account else bool(some) for some in named) / len(all_)


def read(told_: Posts) -> list[Post]:
    """The lines as the question gets them."""
    cells = (line.split(",") for line in told_.lines)
    return [Post(account, round(datetime.fromisoformat(at).timestamp() * 1000)) for account, at in cells]


if __name__ == "__main__":
    sys.stdout.writelines(table())
