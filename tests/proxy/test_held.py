"""How the limit is kept on the wire stands in tests/live/test_shield_hostile.py."""

from __future__ import annotations

import pytest
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.proxy.layers import http
from mitmproxy.test import taddons

from phonehome.proxy.held import HELD, Held, bound


@pytest.mark.parametrize(("lets_pass", "limits"), [(False, (str(HELD), None)), (True, (None, str(HELD)))])
def test_the_limit_refuses_or_lets_pass(
    monkeypatch: pytest.MonkeyPatch,
    lets_pass: bool,  # noqa: FBT001
    limits: tuple[str | None, str | None],
) -> None:
    monkeypatch.setattr(http, "HttpStream", http.HttpStream)  # put back afterwards
    with taddons.context(Proxyserver()) as context:
        bound(context.options, lets_pass=lets_pass)
        options = context.options
    assert http.HttpStream is Held
    assert (options.body_size_limit, options.stream_large_bodies) == limits
