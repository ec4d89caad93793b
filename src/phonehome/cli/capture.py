"""phonehome capture: the traffic of a real phone, recorded and audited as it comes."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import click
import msgspec
from msgspec import Struct
from rich.console import Console

from phonehome import case as cases
from phonehome.audit import Sums
from phonehome.cli.command import COULD_NOT, DONE, command_with, stoppable
from phonehome.cli.owned import read_owner
from phonehome.cli.show import SHOW_VALUES
from phonehome.cli.tables import ADAPTER, RECIPIENTS, tables
from phonehome.cli.watching import WEB, WEB_OPEN, address, watching
from phonehome.engine import Examined
from phonehome.live.child import Child
from phonehome.live.feed import Feed
from phonehome.live.journal import NAME
from phonehome.live.session import Session
from phonehome.live.spoken import Failed, Listening, Mode, Recorded, Settings, Spoken, Warned
from phonehome.read.record import Began
from phonehome.report.words import visible
from phonehome.web.address import Address

PORTS: dict[Mode, int] = {"regular": 8080, "transparent": 8080, "wireguard": 51820}


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
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default="",
    help="Where phones connect: port 8080 (WireGuard 51820) of every address of this machine, for private networks.",
)
@click.option("--wireguard", is_flag=True, help="Be a WireGuard server; print the phone's configuration as a QR code.")
@click.option("--transparent", is_flag=True, help="Take connections that the network redirects here.")
@click.option(
    "--authority",
    metavar="FOLDER",
    default="~/.mitmproxy",
    show_default=True,
    help="The certificate authority that the phone is to trust; made where there is none.",
)
@click.option("--trust", metavar="FILE", help="PEM with the authorities of servers, instead of the usual ones.")
@WEB
@WEB_OPEN
@SHOW_VALUES
@ADAPTER
@RECIPIENTS
def capture(**options: object) -> int:
    """Record and audit a phone's traffic until Ctrl-C."""
    task = Task(**options)  # type: ignore[arg-type]
    knowledge = tables(task.adapter, task.recipients)
    owner = read_owner(task.owner, knowledge)
    folder, console = Path(task.out), Console(stderr=True)
    screen = Screen(_mode(task), task.authority, is_terminal=console.is_terminal)
    _refuse_second(folder)
    own = msgspec.msgpack.encode(knowledge) if task.adapter or task.recipients else b""
    settings = _settings(task, Began(int(time.time() * 1000), owner, own))
    page, feed = _page(task, settings), Feed(knowledge, shows_values=task.show_values)
    with (
        cases.create(folder) as case,
        watching(feed, page, console, screen.status) as screen.add,
        Child(settings) as child,
        stoppable(lambda _: None) as tell,
    ):
        session = Session(child, screen, case)
        sums = session.run(settings, knowledge, tell)
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
            case Recorded(exchanges):
                self._recorded = exchanges
                if not self._is_terminal:  # there the table says it
                    click.echo(self.status(), err=True)
            case Warned(text):
                click.echo(f"proxy: {visible(text)}", err=True)
            case Failed():
                return


def steps(mode: Mode, listening: Listening, authority: str) -> Iterator[str]:
    """What to do on the phone, in numbered steps."""
    host, port = listening.addresses[0] if listening.addresses else ("", 0)
    host = reachable() if host in {"", "0.0.0.0", "::"} else host  # noqa: S104 - only compared
    yield f"taking connections at {host}:{port}"
    match mode:
        case "wireguard":
            yield "1. On the phone, in the WireGuard app: add a tunnel, scan this code, switch it on."
            yield from _qr(listening.wireguard)
            yield listening.wireguard
        case "transparent":
            yield "1. Let your router redirect the phone's ports 80 and 443 to this machine."
        case "regular":
            yield f"1. On the phone, in the Wi-Fi network's settings: proxy, manual, {host}, port {port}."
    yield "2. Open http://mitm.it in its browser and install the certificate:"
    yield "   iOS: install the profile, then Settings > General > About > Certificate Trust Settings: switch it on."
    yield "   Android: Settings > Security > Install a certificate > CA. Since Android 7 most apps trust it only as a"
    yield "   system certificate (rooted phone, emulator) or in debug builds; the others show as refused."
    yield f"3. Use the phone. Ctrl-C ends the capture. (The authority is {authority}; remove it from the phone later.)"


def reachable() -> str:
    """This machine's address in its network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _qr(text: str) -> Iterator[str]:
    segno = import_module("segno")  # of the extra, which other commands need not have
    out = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out, compact=True)
    yield out.getvalue().rstrip("\n")


def _mode(task: Task) -> Mode:
    if task.wireguard and task.transparent:
        raise ValueError("--wireguard and --transparent exclude each other")
    return "wireguard" if task.wireguard else "transparent" if task.transparent else "regular"


def _settings(task: Task, began: Began) -> Settings:
    mode = _mode(task)
    host, colon, port = task.listen.rpartition(":")
    if task.listen and not (colon and port.isdigit() and int(port) < 1 << 16):
        raise ValueError(f"--listen {task.listen}: wanted is HOST:PORT, such as 0.0.0.0:8080")
    number = int(port) if port else PORTS[mode]
    if task.trust:
        _refuse_untrusted(task.trust)
    return Settings(task.out, began, mode, host.strip("[]"), number, task.authority, task.trust or "")


def _refuse_untrusted(file: str) -> None:
    """Found out later, it would cost every connection."""
    try:
        ssl.create_default_context(cafile=file)
    except ssl.SSLError:
        raise ValueError(f"--trust {file}: there is no certificate in PEM in it") from None
    except OSError as error:
        raise ValueError(f"--trust {file}: {error.strerror}") from None


def _page(task: Task, settings: Settings) -> Address | None:
    page = address(task.web, is_open=task.web_open)
    if page is not None and page.port == settings.port != 0 and settings.mode != "wireguard":
        raise ValueError(f"--web {task.web}: the proxy listens on that port; give another, such as 8081")
    return page


def _refuse_second(folder: Path) -> None:
    if (folder / NAME).exists():
        raise ValueError(f"{folder} already holds a recording; give another folder")


def _summary(sums: Sums, out: str) -> str:
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sums.kinds.most_common(8)) or "none"
    return f"{sums.exchanges:,} exchanges; likely or confirmed: {kinds}\nread on: phonehome report {out}"
