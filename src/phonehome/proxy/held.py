"""How long a request's body may be that is held to be rewritten. mitmproxy's own limit is one for answers, too."""

from __future__ import annotations

from mitmproxy.options import Options
from mitmproxy.proxy.layer import CommandGenerator
from mitmproxy.proxy.layers import http

# Longer bodies are refused, or go on as they came.
HELD = 16 << 20
LONG = "phonehome: too long"


class Held(http.HttpStream):
    """A request with its answer: bodies of requests have the limit, answers have none."""

    def check_body_size(self, request: bool) -> CommandGenerator[bool]:  # noqa: FBT001 - mitmproxy's
        """Whether the body that came so far is refused. It is not before the addon has seen its head."""
        if not request or not self.request_body_buf:
            return False
        self.flow.metadata[LONG] = len(self.request_body_buf) > HELD
        return (yield from super().check_body_size(request))


def bound(options: Options, *, lets_pass: bool) -> None:
    """Sets the limit for all requests of this process."""
    http.HttpStream = Held  # type: ignore[misc] # mitmproxy has no other place for it
    options.update(**{"stream_large_bodies" if lets_pass else "body_size_limit": str(HELD)})
