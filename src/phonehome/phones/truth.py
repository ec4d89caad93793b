"""The ground truth beside a simulated capture: what was planted where, and the owner's own list of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from phonehome.model import Event, Owner
from phonehome.phones.clock import iso

SCREEN = frozenset({"screen_on", "screen_off", "screen_lock", "unlock"})
BOOT = frozenset({"boot", "shutdown", "reboot", "abnormal_reboot", "kernel_panic", "hardware_watchdog"})


class Planted(Struct, frozen=True):
    """A personal value in an exchange (0-based index in the capture), as a reader would call the value itself."""

    exchange: int
    kind: str
    value: str
    host: str


def when(event: Event) -> int:
    """The time at which an event was over and could be written down."""
    return event.start if event.end is None else event.end


def of_event(event: Event) -> tuple[str, str]:
    """Kind and canonical text of something the system or the screen did: ``crash com.android.chrome <time>``."""
    kind = "screen_event" if event.name in SCREEN else "boot_event" if event.name in BOOT else "crash_event"
    return kind, " ".join(part for part in (event.name, event.app, iso(when(event))) if part)


def of_activity(event: Event) -> tuple[str, str]:
    """Kind and canonical text of an app's start or stop: ``start com.android.chrome <time>``."""
    return "app_usage", f"{event.name} {event.app} {iso(when(event))}"


def of_session(event: Event) -> tuple[str, str]:
    """Kind and canonical text of an app session: ``com.android.chrome <opened>/<closed>``."""
    return "app_usage", f"{event.app} {iso(event.start)}/{iso(when(event))}"


def lines(planted: Iterable[Planted]) -> Iterator[bytes]:
    """The truth file: one JSON object a line."""
    return (msgspec.json.encode(one) + b"\n" for one in planted)


def owner_toml(owner: Owner) -> str:
    """``owner.toml``; a JSON list of strings is also a TOML one."""
    values = (f"{kind} = {msgspec.json.encode(list(them)).decode()}" for kind, them in owner.values.items())
    context = (f'region = "{owner.region}"', f'timezone = "{owner.timezone}"')
    return "\n".join(("[values]", *values, "", "[context]", *context, ""))
