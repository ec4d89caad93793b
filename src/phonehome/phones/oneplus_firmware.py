"""OnePlus' firmware A (mid 2017) and B (12 October 2017, after the outcry): which keys each sent, and its model.

Key sets and the client versions of A are known from decompiled code; the models' builds are invented.
"""

from __future__ import annotations

from msgspec import Struct

from phonehome.phones.oneplus_information import Model

# fmt: off
KEYS_OF_BOTH = (
    "br", "mn", "av", "ov", "rw", "rh", "ro", "la", "not", "npc", "tz", "sov", "romv", "doze", "ts", "iac", "it",
    "mdmv", "log", "id", "ac", "non", "noi", "ncn", "nci", "pcba",
)
KEYS_A = (
    *KEYS_OF_BOTH,
    "im", "im1", "ge", "ga", "gc", "gn", "ma", "npn", "nws", "nwh", "nwb", "nwl", "nwa", "bs", "bl", "co",
)
KEYS_B = (*KEYS_OF_BOTH, "chs", "ch1")
# fmt: on


class Firmware(Struct, frozen=True):
    """A generation: its model, the device-information keys it sends, and where its envelope has the IMEIs."""

    model: Model
    keys: tuple[str, ...]
    imei_keys: tuple[str, str]


A = Firmware(
    Model(
        mn="ONEPLUS A3003",
        av="7.1.1",
        ov="Oxygen ONEPLUS A3003_16_170525",
        romv="4.1.5",
        rv="OnePlus3Oxygen_16_1705251652",
        sov="A.16",
        mdmv="2.00.170515",
    ),
    KEYS_A,
    ("im", "im1"),
)
B = Firmware(
    Model(
        mn="ONEPLUS A5000",
        av="7.1.1",
        ov="Oxygen ONEPLUS A5000_23_171012",
        romv="4.5.12",
        rv="OnePlus5Oxygen_23_1710121803",
        sov="A.23",
        mdmv="2.01.171012",
    ),
    KEYS_B,
    ("chs", "ch1"),
)
