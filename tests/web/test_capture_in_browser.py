"""A capture from the phone's request to the page of a real browser that watches it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from live.served import Server, capturing, free_port
from web.devtools import tab

IMEI = "490154203237518"
LIVE = "document.getElementById('state').dataset.is === 'live'"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("server"))
    one.start()
    yield one
    one.stop()


def test_what_a_phone_sends_is_seen_at_once_and_masked(server: Server, tmp_path: Path) -> None:
    here = f"127.0.0.1:{free_port()}"
    with capturing(tmp_path, "--trust", str(server.authority), "--web", here) as running, tab(tmp_path / "b") as page:
        (url,) = re.findall(r"watch it at (http\S+)", running.said())
        page.open(url)
        page.until(LIVE)
        trusted = ssl.create_default_context(cafile=str(running.authority))
        with httpx.Client(proxy=running.proxy, verify=trusted) as phone:
            phone.post(f"https://localhost:{server.port}/up", json={"imei": IMEI}).raise_for_status()
        page.until("document.body.textContent.includes('IMEI')")
        page.say("document.querySelector('th > a').click()")
        page.until("document.querySelector('.proof-row mark')")
        assert page.say("document.querySelector('.proof-row mark').textContent") == "49**********518"
        with pytest.raises(httpx.ConnectError), httpx.Client(proxy=running.proxy) as stranger:
            stranger.get(f"https://localhost:{server.port}/")
        page.until("document.body.textContent.includes('1 attempt that sent nothing')")
        assert (running.end(), page.complaints) == (0, [])
        page.until("document.getElementById('state').textContent.startsWith('The capture has ended.')")
        assert page.say(f"document.body.textContent.includes('{IMEI}')") == "false"
        assert IMEI not in running.said()
