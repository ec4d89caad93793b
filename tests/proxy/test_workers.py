from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable

import pytest

from phonehome.live.spoken import Shielded
from phonehome.model import Exchange, Owner
from phonehome.proxy.worker import Verdict
from phonehome.proxy.workers import Workers
from phonehome.shield.rules import Rule, Rules
from processes import children

IMEI = "490154203237518"
RULES = Rules(rules=(Rule("zero", "all", kinds=("imei",)),))
SHIELDED = Shielded(Owner({"imei": (IMEI,)}), RULES, b"k" * 32)
ASKED = Exchange(0, "GET", f"https://a.example/?i={IMEI}")
ZEROED = Exchange(0, "GET", f"https://a.example/?i={'0' * 15}")
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


def with_workers(act: Callable[[Workers, set[int]], Awaitable[list[Verdict]]], patience: float = 20) -> list[Verdict]:
    async def run() -> list[Verdict]:
        before = set(children())
        workers = Workers(SHIELDED, 1, patience)
        await workers.start()
        try:
            return await act(workers, set(children()) - before)
        finally:
            await workers.close()

    return asyncio.run(run())


@linux
def test_each_gets_its_own_answer() -> None:
    async def act(workers: Workers, _: set[int]) -> list[Verdict]:
        others = (Exchange(number, "GET", f"https://a.example/{number}") for number in range(20))
        return await asyncio.gather(*map(workers.judge, (ASKED, *others, ASKED)))

    verdicts = with_workers(act)
    assert [one.exchange for one in verdicts] == [ZEROED, *[None] * 20, ZEROED]


@linux
def test_one_that_was_killed_costs_one_exchange() -> None:
    async def act(workers: Workers, numbers: set[int]) -> list[Verdict]:
        for number in numbers:
            os.kill(number, signal.SIGKILL)
        return [await workers.judge(ASKED), await workers.judge(ASKED)]

    first, second = with_workers(act)
    assert (first.blocked, first.why) == (True, "the process that rewrote it ended")
    assert second.exchange == ZEROED


@linux
def test_one_that_hangs_costs_one_exchange() -> None:
    async def act(workers: Workers, numbers: set[int]) -> list[Verdict]:
        for number in numbers:
            os.kill(number, signal.SIGSTOP)
        return [await workers.judge(ASKED), await workers.judge(ASKED)]

    first, second = with_workers(act, patience=2)
    assert (first.blocked, first.why) == (True, "to rewrite it took more than 2 seconds")
    assert second.exchange == ZEROED


@linux
def test_text_that_is_none_is_blocked() -> None:
    async def act(workers: Workers, _: set[int]) -> list[Verdict]:
        return [await workers.judge(Exchange(0, "GET", "https://a.example/\udc80")), await workers.judge(ASKED)]

    first, second = with_workers(act)
    assert (first.blocked, second.exchange) == (True, ZEROED)
