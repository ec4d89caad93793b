"""What the text of an answer shows beside its sentence: one function a question, listed in DETAILS."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.apps import Apps
from phonehome.infer.cadence import Cadence
from phonehome.infer.day import Day
from phonehome.infer.linked import Links
from phonehome.infer.people import People
from phonehome.infer.places import Places
from phonehome.infer.sleep import Nights
from phonehome.infer.sources import Sources
from phonehome.infer.stable import Stable
from phonehome.report.profile.details_cadence import cadence
from phonehome.report.profile.details_links import links, stable
from phonehome.report.profile.details_people import people, sources
from phonehome.report.profile.details_sleep import sleep
from phonehome.report.sections import said
from phonehome.report.words import counted, number

_SHADES = " ░▒▓█"
_APPS_SHOWN = 12


def details(answer: Answer) -> Iterator[RenderableType]:
    """The table of an answer, where its question has one and there is something to show."""
    for kind, show in DETAILS:
        if isinstance(answer, kind):
            yield from show(answer)


def _day(answer: Answer) -> Iterator[RenderableType]:
    if not isinstance(answer, Day) or not answer.recipients:
        return
    table = Table("day", "0     6     12    18   24", "events", box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    diary = answer.recipients[0]
    ranked = sorted(count for day in diary.days for count in day.events if count)
    for day in diary.days:
        shades = "".join(_SHADES[_shade(count, ranked)] for count in day.events)
        table.add_row(f"{day.date:%a %d %b}", shades, number(sum(day.events)))
    yield said(f"Hours in which {diary.recipient} was told something:")
    yield table


def _apps(answer: Answer) -> Iterator[RenderableType]:
    if not isinstance(answer, Apps):
        return
    if answer.used:
        table = Table("app", "uses", "minutes", box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for one in answer.used[:_APPS_SHOWN]:
            table.add_row(said(one.app), number(one.sessions), f"{one.minutes:,.0f}")
        yield table
    for each in answer.special:
        apps = f"{counted(len(each.apps), 'app')}, {number(each.used)} seen in use: {', '.join(each.apps)}"
        yield said(f"May give away {each.means} ({each.provision} is relevant): {apps}")


def _places(answer: Answer) -> Iterator[RenderableType]:
    if not isinstance(answer, Places) or not answer.spots:
        return
    table = Table("network", "kind", "days", "sightings", box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for one in answer.spots:
        table.add_row(said(one.name), one.kind, number(one.days), number(one.sights))
    yield table
    for trip in answer.away:
        where = f" on the Wi-Fi {trip.network}" if trip.network else ""
        yield said(
            f"Away {trip.start:%d %b} to {trip.end:%d %b}: {counted(trip.nights, 'night')}{where}, UTC{trip.zone}"
        )


def _shade(count: int, ranked: Sequence[int]) -> int:
    """Which quarter of the hours a count belongs to; 0 for none. One wild hour does not pale the others."""
    return 1 + 4 * bisect_left(ranked, count) // len(ranked) if count else 0


DETAILS: tuple[tuple[type[Answer], Callable[[Answer], Iterator[RenderableType]]], ...] = (
    (Day, _day),
    (Nights, sleep),
    (Apps, _apps),
    (Places, _places),
    (People, people),
    (Sources, sources),
    (Stable, stable),
    (Links, links),
    (Cadence, cadence),
)
