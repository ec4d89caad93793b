"""Where a running capture is watched: its terminal, and a page with --web."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module

import click
from rich.console import Console

from phonehome.engine import Examined
from phonehome.live.feed import Feed
from phonehome.live.screen import watched
from phonehome.web.address import Address, parse

WEB = click.option(
    "--web", metavar="HOST:PORT", help="Serve a page that shows the same, such as 127.0.0.1:8081, for this computer."
)
WEB_OPEN = click.option("--web-open", is_flag=True, help="Allow --web an address that others in the network reach.")

Serve = Callable[[Feed, Address, Callable[[], str]], AbstractContextManager[str]]


def address(web: str | None, *, is_open: bool) -> Address | None:
    """Where the page is served, if it is; ValueError for what is no address, or one for others without leave."""
    return None if web is None else parse(web, is_open=is_open)


@contextmanager
def watching(
    feed: Feed, page: Address | None, console: Console, status: Callable[[], str]
) -> Iterator[Callable[[Examined], None]]:
    """What to call with each examined exchange, so that it is seen; ``status`` begins what is said of them all."""
    with ExitStack() as stack:
        if page is not None:
            url = stack.enter_context(_serve()(feed, page, status))
            console.print(f"watch it at {url}", markup=False, highlight=False, soft_wrap=True)
        yield stack.enter_context(watched(feed, console, status))


def _serve() -> Serve:
    """The server of pages; it is of the extra, which other commands need not have."""
    try:
        served: Serve = import_module("phonehome.web.serve").served
    except ImportError:
        raise ValueError('pages need an extra: pip install "phonehome[capture]"') from None
    return served
