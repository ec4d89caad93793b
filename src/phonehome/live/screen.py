"""Shows a running capture where it was started: a table that moves on a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.live import Live

from phonehome.engine import Examined
from phonehome.live.feed import Feed
from phonehome.live.lines import line
from phonehome.live.table import Room, table

_A_SECOND = 2


def _no_status() -> str:
    return ""


@contextmanager
def watched(
    feed: Feed, console: Console, status: Callable[[], str] = _no_status
) -> Iterator[Callable[[Examined], None]]:
    """What to call with each examined exchange, from any thread; ``status`` begins the sentence above the table."""
    if not console.is_terminal:
        yield lambda one: _say(feed, one, console)
        return

    def drawn() -> RenderableType:
        return table(feed.snapshot(), Room(console.width, console.height), status())

    with Live(get_renderable=drawn, console=console, refresh_per_second=_A_SECOND):
        yield lambda one: _add(feed, one)


def _add(feed: Feed, one: Examined) -> None:
    feed.add(one)


def _say(feed: Feed, one: Examined, console: Console) -> None:
    if news := feed.add(one):
        console.print(line(news, feed.knowledge), markup=False, highlight=False, soft_wrap=True)
