"""How the limit is kept on the wire stands in tests/live/test_shield_hostile.py."""

from __future__ import annotations

import pytest
from mitmproxy.options import Options
from mitmproxy.proxy.layers import http

from phonehome.proxy.held import HELD, Held, bound


@pytest.mark.parametrize(("lets_pass", "limits"), [(False, (str(HELD), None)), (True, (None, str(HELD)))])
def test_the_limit_refuses_or_lets_pass(
    monkeypatch: pytest.MonkeyPatch,
    lets_pass: bool,  # noqa: FBT001
    limits: tuple[str | None, str | None],
) -> None:
    monkeypatch.setattr(http, "HttpStream", http.HttpStream)  # put back afterwards
    options = Options()
    for name in ("body_size_limit", "stream_large_bodies"):  # as its server adds them
        options.add_option(name, str | None, None, "")
    bound(options, lets_pass=lets_pass)
    assert http.HttpStream is Held
    assert (options.body_size_limit, options.stream_large_bodies) == limits
