"""Home and work networks of simulated lives with everything hard in them, and the answer from OnePlus' samples."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC

from phonehome.infer.clock import Clock, Zone
from phonehome.infer.dwell import Sight, dwelling
from phonehome.phones import oneplus, oneplus_2017, simulation
from phonehome.phones.scene import Options, Scene
from phonehome.phones.spans import covers
from phonehome.phones.stays import at

FIRST, LIVES, DAYS = 5000, 200, 28
BAR = 0.95


def table(first: int = FIRST, lives: int = LIVES) -> Iterator[str]:
    """Rows of a Markdown table: right answers of lives with a network, and of those without one."""
    right: dict[str, list[bool]] = {"home": [], "work": [], "home without Wi-Fi": []}
    for seed in range(first, first + lives):
        scene = simulation.scene_of(oneplus_2017.PROFILE, Options(DAYS, seed, trouble=True))
        found = dwelling(sights(scene), (), Clock((Zone(0, UTC),), ""))
        home, work = networks(scene)
        right["home" if home else "home without Wi-Fi"].append(found.home == home)
        right["work"].append(found.work == work)
    yield f"| places of {lives} lives, {DAYS} days | lives | right | bar |\n|---|---|---|---|\n"
    for name, answers in right.items():
        yield f"| {name} | {len(answers)} | {sum(answers) / max(1, len(answers)):.3f} | {BAR} |\n"


def sights(scene: Scene) -> list[Sight]:
    """What the samples of device information say of places, as they reach the capture."""
    found = []
    for upload in oneplus.uploads(scene):
        if upload.stream != "device" or covers(scene.life.lost, upload.time):
            continue
        for time in oneplus.samples(scene, upload):
            place = scene.phone.places[at(scene.life.stays, time).place]
            wifi = place.bssid if oneplus.link(scene, time) == "wifi" else ""
            cell = place.cells[time // 1_200_000 % len(place.cells)]
            found.append(Sight(time, wifi, place.ssid if wifi else "", f"{cell.area}/{cell.number}", "", 0, 0, 0))
    return found


def networks(scene: Scene) -> tuple[str, str]:
    """The truth: the networks of home and of a workplace to which the person went on three days or more."""
    places, stays = scene.phone.places, scene.life.stays
    days = {stay.start // 86_400_000 for stay in stays if stay.place == "work"}
    return places["home"].bssid, places["work"].bssid if len(days) >= 3 else ""


if __name__ == "__main__":
    sys.stdout.writelines(table())
