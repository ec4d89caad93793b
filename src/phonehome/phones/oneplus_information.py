"""OnePlus' device information: every key that a firmware of 2017 sent, its value at a time, and its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from phonehome.phones.battery import battery
from phonehome.phones.clock import MINUTE, gmt
from phonehome.phones.identity import ABROAD, Place
from phonehome.phones.oneplus import link
from phonehome.phones.scene import Scene, roams, zone
from phonehome.phones.stays import at
from phonehome.phones.troubles import shown
from phonehome.phones.wire import Json

KINDS = {
    "id": "serial",
    "pcba": "serial",
    "im": "imei",
    "imei1": "imei",
    "im1": "imei",
    "chs": "imei",
    "ch1": "imei",
    "ac": "email",
    "la": "language",
    "tz": "timezone",
    "mn": "device_model",
    "br": "device_model",
    "av": "os_version",
    "ov": "os_version",
    "romv": "os_version",
    "sov": "os_version",
    "rv": "os_version",
    "bs": "battery",
    "bl": "battery",
    "co": "country",
    "npc": "country",
    "non": "operator",
    "noi": "operator",
    "ncn": "operator",
    "nci": "operator",
    "gc": "operator",
    "gn": "operator",
    "ge": "cell_id",
    "ga": "cell_id",
    "ma": "mac_address",
    "nwa": "mac_address",
    "nwb": "bssid",
    "nws": "ssid",
    "npn": "phone_number",
    "rh": "screen_size",
    "rw": "screen_size",
    "iac": "consent_state",
    "ro": "device_state",
    "it": "device_state",
    "nwh": "device_state",
    "log": "device_state",
    "mdmv": "device_state",
    "doze": "device_state",
    "not": "network_type",
    "nwl": "signal",
}
# keys that hold one value a SIM slot, joined by commas
SLOTS = frozenset({"im", "chs", "npc", "non", "noi", "ncn", "nci", "not", "npn"})
NO_SSID, NO_BSSID = "<unknown ssid>", "00:00:00:00:00:00"


class Model(Struct, frozen=True):
    """A phone model with its firmware, under the names of OnePlus' keys."""

    mn: str
    av: str
    ov: str
    romv: str
    rv: str
    sov: str
    mdmv: str
    board: bool = True
    br: str = "OnePlus"
    la: str = "en"
    rh: int = 1920
    rw: int = 1080


def information(scene: Scene, model: Model, time: int) -> dict[str, Json]:
    """All keys at that time; ``chs`` and ``ch1`` still plain. A profile picks those its firmware sends."""
    place = scene.phone.places[at(scene.life.stays, time).place]
    state, level = battery(scene.life.charges, time)
    return {
        "br": model.br,
        "mn": model.mn,
        "av": model.av,
        "ov": model.ov,
        "romv": model.romv,
        "sov": model.sov,
        "mdmv": model.mdmv,
        "la": model.la,
        "rh": model.rh,
        "rw": model.rw,
        "ac": scene.life.person.email,
        "bs": state,
        "bl": level,
        "co": "GB",
        "tz": gmt(zone(scene, time), time),
        "ts": shown(scene.life.resets, time),
        "iac": int(not scene.options.opted_out),
        "it": 0,
        "ro": False,
        "doze": True,
        "log": "",
        **_identity(scene, model),
        **_network(scene, place, time),
        **_wifi(scene, place, time),
    }


def told(payload: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """What a payload tells, as (kind, value): one for each slot, none for what is empty or a dummy."""
    for key, kind in KINDS.items():
        if key in payload:
            text = _text(payload[key])
            values = text.split(",") if key in SLOTS else (text,)
            yield from ((kind, value) for value in values if value not in {"", NO_SSID, NO_BSSID})


def _identity(scene: Scene, model: Model) -> dict[str, Json]:
    phone = scene.phone
    both = ",".join(phone.imeis)
    return {
        "id": phone.serial,
        "pcba": phone.board if model.board else "",
        "im": both,
        "imei1": phone.imeis[0],
        "im1": phone.imeis[0],
        "chs": both,
        "ch1": phone.imeis[0],
        "ma": phone.mac,
        "npn": f"{phone.number},",
    }


def _network(scene: Scene, place: Place, time: int) -> dict[str, Json]:
    """The mobile network: where the phone roams another operator's."""
    operator = ABROAD if roams(scene, time) else scene.phone.operator
    cell = place.cells[time // (20 * MINUTE) % len(place.cells)]
    return {
        "ga": cell.area,
        "ge": cell.number,
        "gc": operator.mcc,
        "gn": int(operator.mnc),
        "non": f"{operator.name},",
        "noi": f"{operator.mcc}{operator.mnc},",
        "ncn": ",",
        "nci": f"{scene.phone.operator.mcc}{scene.phone.operator.mnc},",
        "not": "LTE,",
        "npc": "gb,",
    }


def _wifi(scene: Scene, place: Place, time: int) -> dict[str, Json]:
    connected = link(scene, time) == "wifi"
    return {
        "nwa": scene.phone.mac,
        "nwb": place.bssid if connected else NO_BSSID,
        "nwh": False,
        "nwl": time // MINUTE % 5 if connected else 0,
        "nws": f'"{place.ssid}"' if connected else NO_SSID,
    }


def _text(value: Json) -> str:
    """The value itself: without Android's quotes around an SSID, booleans as JSON has them."""
    return str(value).lower() if isinstance(value, bool) else str(value).strip('"')
