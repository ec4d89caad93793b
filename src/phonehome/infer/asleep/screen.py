"""Happenings to uses: the screen's lights with a hand and without one, else app sessions, else any timed events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from phonehome.infer.asleep.signs import HOUR, MINUTE, Use
from phonehome.infer.evidence import Happening

ON = frozenset({"screenon", "screeninteractive"})
OFF = frozenset({"screenoff", "screennoninteractive"})
UNLOCK = frozenset({"unlock", "userpresent", "screenunlock", "keyguardhidden", "deviceunlocked"})
OPENED = frozenset(
    {"start", "appstart", "appopen", "appforeground", "activityresumed", "foreground", "applaunch", "launch", "open"}
)
# a light whose end was not told
USUAL = MINUTE // 2
# where no unlock is ever told, a light this long was looked at
LOOKED_AT = 25_000
# no use is longer; such an end is another use's, or was told by a clock that had been set in between
LONGEST = 8 * HOUR
# the system's doing, not a person's
UNATTENDED = frozenset({"boot_event", "crash_event"})


class Lit(Struct, frozen=True):
    """Uses by a hand, in order and apart, and the times of lights without one."""

    uses: tuple[Use, ...]
    glimmers: tuple[int, ...]


def lit(happened: Sequence[Happening]) -> Lit:
    """What the happenings of a person say: the screen's where there are any, else the apps', else all."""
    screen = [one for one in happened if one.kind == "screen_event"]
    apps = [one for one in happened if one.kind == "app_usage"]
    if screen:
        return _lights(screen, apps)
    others = apps or [one for one in happened if one.kind not in UNATTENDED]
    return Lit(tuple(_apart(_use(one) for one in others)), ())


def _use(one: Happening) -> Use:
    end = one.end or one.start
    return Use(one.start, end if 0 <= end - one.start < LONGEST else one.start, one.start)


def _lights(screen: Sequence[Happening], apps: Sequence[Happening]) -> Lit:
    lights = list(_opened(screen))
    if not any(light.touched for light in lights):
        lights = [Use(one.start, one.end, one.start if one.end - one.start >= LOOKED_AT else 0) for one in lights]
    held = [light for light in lights if light.touched]
    uses = tuple(_apart([*held, *map(_use, apps)]))
    return Lit(uses, tuple(light.start for light in lights if not light.touched and not _within(light, uses)))


def _within(light: Use, uses: Sequence[Use]) -> bool:

    place = bisect_right(uses, light.end, key=lambda use: use.start)
    return place > 0 and uses[place - 1].end >= light.start


def _opened(screen: Sequence[Happening]) -> Iterator[Use]:
    """Lights from on to off; ``touched`` is the unlock in it, 0 for none."""
    on = last = touched = 0
    for one in screen:
        match _word(one.name):
            case word if word in ON:
                if on:
                    yield Use(on, min(last + USUAL, one.start), touched)
                on, last, touched = one.start, one.start, 0
            case word if word in UNLOCK:
                on, last, touched = on or one.start, one.start, one.start
            case word if word in OFF and on:
                yield Use(on, one.start, touched)
                on = touched = 0
    if on:
        yield Use(on, last + USUAL, touched)


def _word(name: str) -> str:
    return name.rsplit(".", 1)[-1].replace("_", "").lower()


def _apart(uses: Iterable[Use]) -> Iterator[Use]:
    """The same uses in order, those that meet made one."""
    kept: Use | None = None
    for use in sorted(uses, key=lambda one: one.start):
        if kept is None:
            kept = use
        elif use.start <= kept.end + 1000:
            kept = Use(kept.start, max(kept.end, use.end), max(kept.touched, use.touched))
        else:
            yield kept
            kept = use
    if kept is not None:
        yield kept
