"""The protobuf messages of Google Play services, by the field numbers of published decodings.

Invented: the numbers in a report on messages, the names of its source, the counters, and what stands in fields whose
meaning is known but not their values (build, radio, fingerprint).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from random import Random

from msgspec import Struct

from phonehome.phones.chance import hexes, letters, stream, uuid4
from phonehome.phones.clock import HOUR
from phonehome.phones.logs import Text
from phonehome.phones.protobuf import array, block, fixed64, integer
from phonehome.phones.scene import Scene, zone

Value = int | str
Said = Mapping[int, Value]

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BUILD = "RQ1A.210205.004"
# field of DeviceInfo: kind of personal data
DEVICE_KINDS = {
    1: "gsf_id",
    3: "os_version",
    4: "device_model",
    6: "os_version",
    9: "device_model",
    10: "operator",
    11: "language",
    12: "country",
    13: "device_model",
    14: "device_model",
    16: "os_version",
    17: "os_version",
}
CHECKIN_KINDS = {
    1: "imei",
    2: "gsf_id",
    9: "mac_address",
    11: "email",
    12: "timezone",
    16: "serial",
}
MEASURED_KINDS = {
    19: "advertising_id",
    21: "installation_id",
    30: "installation_id",
    36: "android_id",
    52: "consent_state",
}
# fields that hold one of the phone's 64-bit numbers, which their owner knows in hex
HEX_KINDS = frozenset({"gsf_id", "android_id"})
USAGE_SOURCE, TEXT_SOURCE = "LB_AS", "MESSAGES_INVENTED"
COUNTER_SOURCES = ("BATTERY_STATS", "NETWORK_STATS", "JOB_SCHEDULER", "STREAMZ_CLIENT", "SYSTEM_HEALTH")


class Usage(Struct, frozen=True):
    """An entry of the usage report: time (Unix ms), event type, package and class where it has them."""

    time: int
    type: int
    package: str = ""
    activity: str = ""


class Event(Struct, frozen=True):
    """A log event: its source and the entries it carries."""

    source: str
    entries: Sequence[bytes]


def device(scene: Scene) -> dict[int, Value]:
    """DeviceInfo."""
    operator = scene.phone.operator
    return {
        1: int(scene.phone.gsf_id, 16),
        3: 30,
        4: "Pixel 2",
        6: BUILD,
        9: "walleye",
        10: f"{operator.mcc}{operator.mnc}",
        11: "en",
        12: "GB",
        13: "Google",
        14: "google",
        16: "g8998-00034-2006052136",
        17: f"google/walleye/walleye:11/{BUILD}/6955964:user/release-keys",
    }


def checkin(scene: Scene, time: int) -> dict[int, Value]:
    """A checkin: who the phone is. A phone with an IMEI has no MEID, so field 10 is not there."""
    return {
        1: scene.phone.imeis[0],
        2: int(scene.phone.gsf_id, 16),
        9: scene.phone.mac.replace(":", ""),
        11: scene.life.person.email,
        12: zone(scene, time).name,
        16: scene.phone.serial,
    }


def measured(scene: Scene, package: str) -> dict[int, Value]:
    """A bundle of Firebase measurement from one app; both installation ids are the app's own."""
    own = stream(scene.options.seed, f"firebase {package}")
    return {
        14: package,
        19: scene.phone.advertising_id,
        21: hexes(own, 32),
        30: own.choice("cdef") + letters(own, 21, ALPHABET),
        36: int(scene.phone.android_id, 16),
        52: "G100" if scene.options.opted_out else "G111",
    }


def message(said: Said) -> bytes:
    """Numbers as varints, the rest as text, in the order of fields."""
    return b"".join(
        integer(number, value) if isinstance(value, int) else block(number, value) for number, value in said.items()
    )


def planted(said: Said, kinds: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """What a message tells; a number that its owner knows in hex is planted in hex."""
    return tuple((kind, _plain(kind, said[number])) for number, kind in kinds.items())


def cookie(seed: int) -> str:
    """The NID cookie of a phone."""
    return f"NID=204={letters(stream(seed, 'NID'), 64, ALPHABET)}"


def batch(scene: Scene, time: int, events: Sequence[Event]) -> bytes:
    """The outer message: every event with its header, time, entries, source and cookie."""
    header = block(2, message(device(scene))) + integer(12, time)
    nid = cookie(scene.options.seed)
    written = (
        block(1, header) + integer(4, time) + block(5, array(event.entries)) + block(6, event.source) + block(7, nid)
        for event in events
    )
    return b"".join(block(1, event) for event in written) + integer(3, 1)


def usage(entry: Usage) -> bytes:
    """An entry of the usage report."""
    names = {3: entry.package, 4: entry.activity} if entry.package else {}
    return message({1: entry.type, 2: entry.time, **names})


def text(sent: Text) -> bytes:
    """A text message as a report has it: when, and 64 bits of SHA-256 of its words and the hour, signed."""
    digest = hashlib.sha256(f"{sent.words}{sent.time // HOUR}".encode()).digest()
    return message({1: sent.time, 2: int.from_bytes(digest[:8], "big", signed=True)})


def counters(rng: Random) -> Event:
    """How often something happened inside the phone: names as 64-bit hashes, and an id of the report."""
    entries = (fixed64(1, rng.getrandbits(64)) + integer(2, rng.randrange(5_000)) for _ in range(rng.randrange(4, 30)))
    return Event(rng.choice(COUNTER_SOURCES), (*entries, block(3, uuid4(rng))))


def _plain(kind: str, value: Value) -> str:
    return f"{value:016x}" if kind in HEX_KINDS and isinstance(value, int) else str(value)
