"""Writes owner.toml (TOML 1.0): an Owner with remarks, and an example that explains each line."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from phonehome.model import Owner

EXAMPLE = """\
# owner.toml: what phonehome looks for. Every line may be left out; each value is looked for in any writing
# (49-015420-323751-8, +44 7700 900123) and under any usual hash. The file holds personal data: keep it to yourself.

[values]
# The phone. Dial *#06# for the IMEIs.
imei = ["490154203237518"]
serial = ["258cfeb1"]
mac_address = ["94:65:2d:11:22:33"]
bluetooth_mac = ["94:65:2d:11:22:34"]
android_id = ["8f14e45fceea167a"]
advertising_id = ["6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab"]   # Settings > Google > Ads
device_name = ["Anna's OnePlus"]

# The SIM.
phone_number = ["+447700900123"]                            # or in national form, with [context] region
imsi = ["234300123456789"]
iccid = ["8944301234567890123"]

# Networks: the Wi-Fi names and the access points at home, at work.
ssid = ["Mustermann 5G"]
bssid = ["00:11:32:aa:bb:cc"]

# The person.
email = ["anna@example.org"]
name = ["Anna Mustermann"]
birth_date = ["1991-04-17"]
location = ["52.5163,13.3777"]                              # latitude,longitude with three decimals or more
contact = ["Bert Meier", "+447700900456"]                   # whom nobody else should learn of

[context]
region = "GB"                                               # of the SIM: how national numbers are read
timezone = "Europe/London"
"""


def write(owner: Owner, remarks: Sequence[str] = ()) -> str:
    """The owner as owner.toml, after the remarks; a list of texts in JSON is also one in TOML."""
    comments = [f"# {' '.join(remark.split())}" for remark in remarks]
    values = [f"{kind} = {msgspec.json.encode(list(several)).decode()}" for kind, several in owner.values.items()]
    context = [f'{name} = "{value}"' for name, value in _context(owner) if value]
    parts = [comments, ["[values]", *values], ["[context]", *context] if context else []]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _context(owner: Owner) -> tuple[tuple[str, str], ...]:
    return ("region", owner.region), ("timezone", owner.timezone)
