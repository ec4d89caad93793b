"""The page of a real collector that a simulated fleet reported to, in a real browser, narrow and wide."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from phonehome.telemetry import wire
from phonehome.telemetry.fleet.fleet import Fleet, lived, lives_of, reports
from phonehome.telemetry.metrics import read
from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.questions import question
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import Entry
from telemetry.server.alive import Alive, collector, metrics
from web.devtools import Tab, tab

TOLD = ("screen_hours", "reboots", "crashes", "network_type")
DAYS = 7
WIDTH = "document.documentElement.scrollWidth"
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"
ENOUGH = "[...document.querySelectorAll('article')].filter(one => !one.querySelector('.few')).map(one => one.id).join()"
TOKEN = "not to be guessed"
# Smaller than what a finger or an eye finds, or outside of the window.
PAINTED = """
[...document.querySelectorAll('#screen_hours rect')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.height > 20 && box.right <= innerWidth;
}).length > 3
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a week of a fleet whose phones answer daily, and the metrics that it was asked."""
    folder = tmp_path_factory.mktemp("collector")
    file = metrics(folder)
    file.write_text(re.sub(r"every_days = \d+", "every_days = 1", file.read_text(encoding="utf-8")), encoding="utf-8")
    asked = read(file)
    told = {name: asked.metrics[name] for name in TOLD}
    fleet = Fleet(phones=1_500, days=DAYS, start=wire.day_of(time.time()) - DAYS, lives=6)
    known = {name: question(metric) for name, metric in told.items()}
    found = [one.report for one in reports(lived(fleet, lives_of(fleet)), replace(asked, metrics=told))]
    store = Sqlite(folder / "telemetry.sqlite")
    store.write([Entry(batch_of(known[one.metric], one.day), _nonce(one), one.report) for one in found], [])
    store.close(store.batches()[0])
    store.end()
    return folder


def _nonce(report: wire.Report) -> bytes:
    return wire.binary(report.nonce)


@pytest.fixture
def alive(folder: Path) -> Iterator[Alive]:
    with collector(folder, str(folder / "telemetry.sqlite")) as found:
        yield found


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened:
        yield opened
        assert opened.complaints == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_asks_nobody_else(alive: Alive, page: Tab, width: int, *, dark: bool) -> None:
    page.size(width, dark=dark)
    page.open(alive.asks)
    page.say(OPENED)
    loaded = page.say("performance.getEntriesByType('resource').map(one => one.name).join()")
    assert (page.say(WIDTH), loaded, page.say("document.scripts.length")) == (str(width), "", "0")
    assert page.say(ENOUGH) == "screen_hours,reboots,crashes,network_type"
    assert page.say(PAINTED) == "true"


def test_numbers_are_near_what_the_fleet_lived_and_few_say_nothing(alive: Alive, page: Tab) -> None:
    page.size(1280)
    page.open(alive.asks)
    hours = page.say("document.querySelector('#screen_hours .mean b').textContent")
    assert 0.5 <= float(hours) <= 8
    assert page.say("document.querySelectorAll('.few').length") == "7"
    assert page.say("document.querySelectorAll('.few ~ .chart, .few ~ figure').length") == "0"


def test_the_keyboard_reaches_the_period_and_every_table(alive: Alive, page: Tab) -> None:
    page.size(390)
    page.open(alive.asks)
    focused = set()
    for _ in range(80):
        for kind in ("rawKeyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        focused.add(page.say("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert {"since", "until", "Show", "How to read these numbers", "screen_hours", "All numbers"} <= focused
    told = "[...document.querySelectorAll('table')].every(one => one.caption && one.querySelector('th[scope]'))"
    assert page.say(told) == "true"


def test_another_period_is_shown_and_one_that_cannot_be_is_told(alive: Alive, page: Tab) -> None:
    page.open(f"{alive.asks}/?since=2020-01-01&until=2020-01-02")
    assert page.say(ENOUGH) == ""
    page.open(f"{alive.asks}/?since=2020-01-02&until=2020-01-01")
    assert page.say("document.querySelector('[role=alert]').textContent").startswith("since 2020-01-02 is after until")
    page.complaints.clear()  # that its answer was a 400


def test_who_has_the_token_enters_once(folder: Path, page: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHONEHOME_ADMIN_TOKEN", TOKEN)
    with collector(folder, str(folder / "telemetry.sqlite")) as alive:
        page.open(alive.asks)
        assert page.say("location.pathname") == "/enter"
        page.say(f"document.querySelector('[name=token]').value = '{TOKEN}'")
        page.say("document.querySelector('button').click()")
        page.until("location.pathname === '/' && document.querySelectorAll('article').length")
        page.open(alive.asks)
        assert page.say("location.pathname + document.cookie") == "/"
