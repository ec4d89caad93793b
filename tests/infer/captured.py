"""Cases of simulated phones, as an audit would write them, and the phone's link chosen for the whole capture."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from phonehome import case as cases
from phonehome.engine import examine
from phonehome.infer.change import Comparison
from phonehome.infer.compare import compare
from phonehome.infer.evidence import evidence
from phonehome.infer.sides import Split
from phonehome.knowledge.load import load
from phonehome.model import CaseInfo, Exchange, Owner
from phonehome.phones import PROFILES, Options, filler, identity
from phonehome.phones.scene import Told
from phonehome.phones.simulation import scene_of
from phonehome.tables import batch


def case_of(folder: Path, profile: str, options: Options, *, wifi: bool = True) -> Path:
    """A case in that folder. Without ``wifi`` the phone is on mobile data wherever it is."""
    scene = scene_of(PROFILES[profile], options)
    if not wifi:
        places = {name: replace(place, ssid="", bssid="") for name, place in scene.phone.places.items()}
        scene = replace(scene, phone=replace(scene.phone, places=places))
    told = [one for tell in (PROFILES[profile].tell, filler.tell) for one in tell(scene)]
    within = [one for one in told if scene.calendar.start <= one.time < scene.calendar.end]
    exchanges = [replace(one.exchange, index=index) for index, one in enumerate(sorted(within, key=_when))]
    return write(folder, exchanges, identity.owner([scene.phone], scene.life.person, scene.calendar.zone))


def write(folder: Path, exchanges: list[Exchange], owner: Owner) -> Path:
    """A case of these exchanges."""
    with cases.create(folder) as case:
        case.write(batch(list(examine(exchanges, owner, load()))))
        case.finish(CaseInfo((), {}, "known" if owner.values else "", timezone=owner.timezone))
    return folder


def compared(before: Path, after: Path) -> Comparison:
    """Two cases side by side."""
    infos = tuple(cases.read_info(folder) for folder in (before, after))
    with cases.connect_all([before, after]) as tables:
        return compare(evidence(tables, infos, load(), str), Split(names=(before.name, after.name)))


def _when(told: Told) -> int:
    return told.time
