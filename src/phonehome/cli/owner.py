"""phonehome owner: owner.toml from a connected Android phone, or an example to fill in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import Struct

from phonehome.adb.phone import COMMANDS, read
from phonehome.cli.command import DONE, command_with, progress_bar
from phonehome.cli.replaced import refuse_what_is_no_file
from phonehome.knowledge.load import load
from phonehome.owner_toml import EXAMPLE, write

_SECONDS = 30
_DEVICE = re.compile(r"^(\S+)\t(\S.*?)(?:\s\(.*)?$", re.MULTILINE)
_STATES = {
    "unauthorized": "does not trust this computer yet; unlock it and allow USB debugging",
    "offline": "is offline; unplug it and plug it in again",
    "no permissions": "may not be used by this user; see the udev rules of the Android platform-tools",
}


class Wish(Struct, frozen=True):
    """What one call of the command asks for."""

    adb: bool
    example: bool
    serial: str | None
    out: str | None
    force: bool


@click.command(
    cls=command_with("phonehome owner --adb -o owner.toml", "phonehome owner --example -o owner.toml"),
    epilog="On the phone: Settings > About phone, tap the build number seven times, then switch on USB debugging.",
)
@click.option("--adb", is_flag=True, help="Ask the Android phone that is connected (USB debugging on; no root).")
@click.option("--example", is_flag=True, help="An example that explains each line.")
@click.option("--serial", metavar="S", help="Which phone, when several are connected.")
@click.option("-o", "--out", metavar="FILE", help="Write here, readable by you only. Standard output by default.")
@click.option("--force", is_flag=True, help="Replace the file.")
def owner(**options: object) -> int:
    """Write owner.toml, the values that phonehome audit looks for."""
    wish = Wish(**options)  # type: ignore[arg-type]
    if wish.adb == wish.example:
        raise ValueError("say --adb (ask the connected phone) or --example (a file to fill in)")
    if wish.out and wish.out != "-" and not wish.force and Path(wish.out).exists():
        raise ValueError(f"{wish.out} is there already; give another name, or --force to replace it")
    _write(EXAMPLE if wish.example else _from_phone(wish.serial), wish.out or "-")
    return DONE


def _write(text: str, file: str) -> None:
    if file == "-":
        sys.stdout.write(text)
        return
    refuse_what_is_no_file(Path(file))
    # Another's file may be there with a mode that lets others read.
    Path(file).unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    click.echo(f"owner: {Path(file).resolve()}")


def _from_phone(serial: str | None) -> str:
    adb = shutil.which("adb")
    if adb is None:
        raise ValueError("adb is not installed; it comes with the Android platform-tools (Debian: apt install adb)")
    chosen = _chosen(_devices(adb), serial)
    with progress_bar("asking the phone", None):
        answers = {name: _ask((adb, "-s", chosen, "shell", command)) for name, command in COMMANDS.items()}
    if not answers["getprop"]:
        raise ValueError(f"the phone {chosen} does not answer; is it still connected?")
    phone = read(answers, load())
    return write(phone.owner, (f"{phone.name}, asked over adb", *phone.notes))


def _devices(adb: str) -> dict[str, str]:
    """The connected phones: serial and state."""
    return dict(_DEVICE.findall(_ask((adb, "devices"))))


def _chosen(devices: dict[str, str], serial: str | None) -> str:
    if not devices:
        raise ValueError("no phone is connected; plug it in, switch on USB debugging and unlock it")
    if serial is None and len(devices) > 1:
        raise ValueError(f"several phones are connected ({', '.join(devices)}); choose one with --serial")
    chosen = next(iter(devices)) if serial is None else serial
    if chosen not in devices:
        raise ValueError(f"no phone {chosen} is connected, but {', '.join(devices)}")
    if devices[chosen] != "device":
        raise ValueError(f"the phone {chosen} {_STATES.get(devices[chosen], 'is not ready: ' + devices[chosen])}")
    return chosen


def _ask(call: Sequence[str]) -> str:
    """What the call answers; one that takes too long, as a dump of a busy phone may, answers nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell on this side
            call, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
