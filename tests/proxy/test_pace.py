"""That a fast client waits is seen in tests/live/test_shield_hostile.py."""

from __future__ import annotations

import asyncio

from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.test import tflow

from phonehome.proxy.pace import paced, unpaced


def test_a_client_that_is_gone_holds_nobody_up() -> None:
    async def enter() -> bool:
        client = tflow.tclient_conn()
        async with paced(Proxyserver())(client), unpaced(client):
            return True

    assert asyncio.run(enter())
