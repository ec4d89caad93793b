"""phonehome capture: the traffic of a real phone, recorded and audited as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click
import msgspec
from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console

from phonehome import case as cases
from phonehome.audit import Sums
from phonehome.cli.command import COULD_NOT, DONE, command_with, stoppable
from phonehome.cli.listening import AUTHORITY, LISTEN, TRANSPARENT, TRUST, WIREGUARD, Reach, mode, settings, steps
from phonehome.cli.owned import read_owner
from phonehome.cli.show import SHOW_VALUES
from phonehome.cli.tables import ADAPTER, RECIPIENTS, tables
from phonehome.cli.watching import WEB, WEB_OPEN, address, watching
from phonehome.engine import Examined
from phonehome.live.child import Child
from phonehome.live.feed import Feed
from phonehome.live.journal import NAME
from phonehome.live.session import Session
from phonehome.live.spoken import Listening, Mode, Recorded, Settings, Spoken, Warned
from phonehome.read.record import Began
from phonehome.report.words import counted, visible
from phonehome.web.address import Address


class Task(Struct, frozen=True):
    """What one call of the command asks for."""

    out: str
    listen: str
    owner: str | None
    wireguard: bool
    transparent: bool
    authority: str
    trust: str | None
    web: str | None
    web_open: bool
    show_values: bool
    adapter: tuple[str, ...]
    recipients: tuple[str, ...]


@click.command(
    cls=command_with(
        "phonehome capture --out case/ --owner owner.toml",
        "phonehome capture --out case/ --wireguard --web 127.0.0.1:8081",
    )
)
@click.option("--out", metavar="FOLDER", required=True, help="Record here; it becomes a case when the capture ends.")
@click.option(
    "--owner", metavar="FILE", help="owner.toml with the values to look for (IMEI, phone number, e-mail ...)."
)
@LISTEN
@WIREGUARD
@TRANSPARENT
@AUTHORITY
@TRUST
@WEB
@WEB_OPEN
@SHOW_VALUES
@ADAPTER
@RECIPIENTS
def capture(**options: object) -> int:
    """Record and audit a phone's traffic until Ctrl-C. All that is said goes to standard error."""
    task = Task(**options)  # type: ignore[arg-type]
    knowledge = tables(task.adapter, task.recipients)
    owner = read_owner(task.owner, knowledge)
    folder, console = Path(task.out), Console(stderr=True)
    screen = Screen(mode(_reach(task)), task.authority, is_terminal=console.is_terminal)
    _refuse_second(folder)
    own = msgspec.msgpack.encode(knowledge) if task.adapter or task.recipients else b""
    began = Began(int(time.time() * 1000), owner, own)
    how = replace(settings(_reach(task)), folder=task.out, began=began)
    page, feed = _page(task, how), Feed(knowledge, shows_values=task.show_values)
    with (
        stoppable(lambda _: None) as tell,
        cases.create(folder) as case,
        watching(feed, page, console, screen.status) as screen.add,
        Child(how) as child,
    ):
        session = Session(child, screen, case)
        sums = session.run(how, knowledge, tell)
    click.echo(_summary(sums, task.out), err=True)
    if session.failure:
        click.echo(f"phonehome: {session.failure}", err=True)
    return COULD_NOT if session.failure else DONE


class Screen:
    """What the capture says while it runs, on standard error; ``add`` shows an examined exchange."""

    def __init__(self, mode: Mode, authority: str, *, is_terminal: bool) -> None:
        self._mode = mode
        self._authority = authority
        self._is_terminal = is_terminal
        self._recorded = 0
        self.add: Callable[[Examined], None] = lambda _: None

    def status(self) -> str:
        """How many exchanges are on disk."""
        return f"{self._recorded:,} recorded"

    def hear(self, spoken: Spoken) -> None:
        """Addresses and steps, counts, and what goes wrong."""
        match spoken:
            case Listening():
                for line in steps(self._mode, spoken, self._authority):
                    click.echo(line, err=True)
            case Recorded(exchanges) if exchanges != self._recorded:
                self._recorded = exchanges
                if not self._is_terminal:  # there the table says it
                    click.echo(self.status(), err=True)
            case Warned(text):
                click.echo(f"proxy: {visible(text)}", err=True)
            case _:
                return


def _reach(task: Task) -> Reach:
    return Reach(task.listen, task.wireguard, task.transparent, task.authority, task.trust)


def _page(task: Task, how: Settings) -> Address | None:
    page = address(task.web, is_open=task.web_open)
    if page is not None and page.port == how.port != 0 and how.mode != "wireguard":
        raise ValueError(f"--web {task.web}: the proxy listens on that port; give another, such as 8081")
    return page


def _refuse_second(folder: Path) -> None:
    if (folder / NAME).exists():
        raise ValueError(f"{folder} already holds a recording; give another folder")


def _summary(sums: Sums, out: str) -> str:
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sums.kinds.most_common(8)) or "none"
    return f"{counted(sums.exchanges, 'exchange')}; likely or confirmed: {kinds}\nread on: phonehome report {out}"
