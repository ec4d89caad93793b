from __future__ import annotations

import re
import sys
from io import StringIO

import httpx
import pytest
from rich.console import Console

from live.given import MAKER, sent
from phonehome.cli.watching import address, watching
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.web.address import Address

PAGE = Address("127.0.0.1", 0)


def test_a_page_is_served_where_it_was_asked_for() -> None:
    assert address(None, is_open=False) is None
    assert address("127.0.0.1:8081", is_open=False) == Address("127.0.0.1", 8081)
    with pytest.raises(ValueError, match="--web-open"):
        address("0.0.0.0:8081", is_open=False)


def test_the_page_and_the_lines_show_the_same() -> None:
    out = StringIO()
    with watching(Feed(load()), PAGE, Console(file=out), lambda: "1 recorded") as tell:
        tell(sent(MAKER))
        first, second = out.getvalue().splitlines()
        url = re.fullmatch(r"watch it at (http://127\.0\.0\.1:\d+/\?token=.+)", first)
        assert url
        with httpx.Client(follow_redirects=True) as browser:
            assert "1 recorded · 1 recipient · 1 request" in browser.get(url[1]).text
    assert second == "12:00:00 UTC OnePlus (open.oneplus.net): first contact"


def test_without_a_page_nothing_is_served() -> None:
    out = StringIO()
    with watching(Feed(load()), None, Console(file=out), str):
        pass
    assert out.getvalue() == ""


def test_without_the_extra_it_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonehome.web.serve", None)
    with (
        pytest.raises(ValueError, match=r'^pages need an extra: pip install "phonehome\[capture\]"$'),
        watching(Feed(load()), PAGE, Console(file=StringIO()), str),
    ):
        pass
