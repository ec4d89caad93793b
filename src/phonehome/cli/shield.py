"""phonehome shield: a phone's traffic rewritten on its way, so that recipients get what rules leave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from phonehome.cli.command import COULD_NOT, DONE, command_with, stoppable
from phonehome.cli.keyfile import key_of
from phonehome.cli.listening import AUTHORITY, LISTEN, TRANSPARENT, TRUST, WIREGUARD, Reach, settings, steps
from phonehome.cli.owned import read_owner
from phonehome.cli.shieldlog import Log
from phonehome.cli.tables import ADAPTER, RECIPIENTS, tables
from phonehome.live.child import Child
from phonehome.live.ledger import Ledger
from phonehome.live.spoken import Failed, Judged, Listening, Settings, Shielded, Spoken, Warned
from phonehome.report.words import visible
from phonehome.shield.rules import find, read_rules

PAUSE = 0.2


class Task(Struct, frozen=True):
    """What one call of the command asks for."""

    rules: str
    owner: str | None
    key: str | None
    log: str | None
    dry_run: bool
    listen: str
    wireguard: bool
    transparent: bool
    authority: str
    trust: str | None
    adapter: tuple[str, ...]
    recipients: tuple[str, ...]


@click.command(
    cls=command_with(
        "phonehome shield --owner owner.toml --log shield.log",
        "phonehome shield --rules everything-third-party --dry-run",
    )
)
@click.option(
    "--rules", default="hardware-ids", show_default=True, metavar="RULES", help="A file of rules, or a bundled set."
)
@click.option(
    "--owner",
    metavar="FILE",
    help="owner.toml with the values to look for in any writing; rules say what becomes of them.",
)
@click.option("--key", metavar="FILE", help="The key of the pseudonyms, instead of the one kept for this user.")
@click.option("--log", metavar="FILE", help="Append a line for each change, readable by you alone; values are masked.")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
@LISTEN
@WIREGUARD
@TRANSPARENT
@AUTHORITY
@TRUST
@ADAPTER
@RECIPIENTS
def shield(**options: object) -> int:
    """Rewrite or block what a phone sends, by rules, until Ctrl-C."""
    task = Task(**options)  # type: ignore[arg-type]
    how = _settings(task)
    with ExitStack() as stack:
        tell = stack.enter_context(stoppable(lambda _: None))
        screen = Screen(how, stack.enter_context(Log(Path(task.log), dry_run=task.dry_run)) if task.log else None)
        _run(stack.enter_context(Child(how)), screen, tell)
    click.echo("\n".join((*_remarks(task), *screen.ledger.summary())), err=True)
    if screen.failure:
        click.echo(f"phonehome: {screen.failure}", err=True)
    return COULD_NOT if screen.failure else DONE


def _run(child: Child, screen: Screen, tell: Callable[[int], None]) -> None:
    """Until it is asked to end, or the proxy ends of itself."""
    is_asked = False
    while child.runs:
        try:
            tell(0)
        except KeyboardInterrupt:
            is_asked = True
            child.stop()
        screen.hear(child.heard(PAUSE))
        if screen.failure:
            child.stop()
    while spoken := child.heard(0):
        screen.hear(spoken)
    if not is_asked and not screen.failure:
        screen.failure = "the proxy ended; nothing passes any more"


def _remarks(task: Task) -> Iterator[str]:
    if task.dry_run:
        yield "a dry run: nothing was changed or blocked, what is said of it would have been"
    if task.owner is None:
        yield "no --owner given: what has neither a shape nor a name was not sought"


class Screen:
    """What the shield says while it runs, on standard error and into its log."""

    def __init__(self, how: Settings, log: Log | None) -> None:
        self._how = how
        self._log = log
        self.ledger = Ledger(dry_run=how.shielded is not None and how.shielded.dry_run)
        self.failure = ""

    def hear(self, spoken: Spoken | None) -> None:
        """Addresses and steps, what was changed, and what goes wrong."""
        match spoken:
            case Listening():
                shielded = self._how.shielded
                if shielded:
                    click.echo(f"rules: {visible(shielded.rules.title) or 'without a title'}", err=True)
                click.echo("\n".join(steps(self._how.mode, spoken, self._how.confdir, "shield")), err=True)
            case Judged():
                for line in self.ledger.add(spoken):
                    click.echo(line, err=True)
                self._write(spoken)
            case Warned(text):
                click.echo(f"proxy: {visible(text)}", err=True)
            case Failed(text):
                self.failure = text

    def _write(self, judged: Judged) -> None:
        """A shield that cannot say what it did does not go on."""
        if not self._log or self.failure:
            return
        try:
            self._log.write(judged)
        except OSError as error:
            self.failure = f"{error.filename}: {error.strerror}; the shield ends, and nothing passes any more"


def _settings(task: Task) -> Settings:
    knowledge = tables(task.adapter, task.recipients)
    owner = read_owner(task.owner, knowledge)
    rules = read_rules(find(task.rules), knowledge)
    how = settings(Reach(task.listen, task.wireguard, task.transparent, task.authority, task.trust))
    own = msgspec.msgpack.encode(knowledge) if task.adapter or task.recipients else b""
    return replace(how, shielded=Shielded(owner, rules, key_of(task.key), own, task.dry_run))
