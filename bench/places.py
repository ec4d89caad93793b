"""Home and work networks of simulated lives with everything hard in them, by OnePlus' samples every three hours.

When the person slept is what the sleep question concludes, not the truth.
"""

from __future__ import annotations

from datetime import timedelta, timezone

from rich.console import Console
from rich.table import Table

from phonehome.infer.clock import Clock, Zone
from phonehome.infer.dwell import Sight, dwelling
from phonehome.phones import oneplus
from phonehome.phones.clock import MINUTE
from phonehome.phones.scene import Scene
from phonehome.phones.spans import covers
from phonehome.phones.stays import at
from sleep import DAYS, FIRST, LIVES, by_model, told

BAR = 0.95
LEAST_DAYS = 3


def table(first: int = FIRST, lives: int = LIVES) -> Table:
    """Right answers of lives that have a network there, and of those that have none."""
    right: dict[str, list[bool]] = {"home": [], "home without Wi-Fi": [], "work": [], "no workplace": []}
    for seed in range(first, first + lives):
        one = told(seed)
        nights = [(sleep.onset, sleep.wake) for sleep in by_model(one).sleeps]
        found = dwelling(sights(one.scene), nights, _clock(one.scene))
        home, work = networks(one.scene)
        right["home" if home else "home without Wi-Fi"].append(found.home == home)
        right["work" if work else "no workplace"].append(found.work == work)
    shown = Table("places", "lives", "right", "bar", title=f"Places of {lives} lives, {DAYS} days")
    for name, answers in right.items():
        if answers:
            shown.add_row(name, str(len(answers)), f"{sum(answers) / len(answers):.3f}", f"{BAR:.2f}")
    return shown


def sights(scene: Scene) -> list[Sight]:
    """What the samples of device information say of places, as they reach the capture."""
    found = []
    for upload in oneplus.uploads(scene):
        if upload.stream != "device" or covers(scene.life.lost, upload.time):
            continue
        for time in oneplus.samples(scene, upload):
            place = scene.phone.places[at(scene.life.stays, time).place]
            wifi = place.bssid if oneplus.link(scene, time) == "wifi" else ""
            cell = place.cells[time // (20 * MINUTE) % len(place.cells)]
            found.append(Sight(time, wifi, place.ssid if wifi else "", f"{cell.area}/{cell.number}", "", 0, 0, 0))
    return found


def networks(scene: Scene) -> tuple[str, str]:
    """The truth: the networks of home, and of a workplace to which the person went on three days or more."""
    places, stays = scene.phone.places, scene.life.stays
    days = {stay.start // 86_400_000 for stay in stays if stay.place == "work"}
    return places["home"].bssid, places["work"].bssid if len(days) >= LEAST_DAYS else ""


def _clock(scene: Scene) -> Clock:
    zones = [Zone(one.start, timezone(timedelta(milliseconds=one.zone.offset))) for one in scene.life.zones]
    return Clock(tuple(zones), "")


if __name__ == "__main__":
    Console(width=110).print(table())
