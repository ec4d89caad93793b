"""What was seen, as tests write it down."""

from __future__ import annotations

from msgspec.structs import replace

from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Statement
from phonehome.policy.judge import Court
from phonehome.policy.seen import Group, Seen, Sent

ONEPLUS = Sent("open.oneplus.net", "OnePlus", "maker", 42, 9_000, 9_000)
TRACKER = Sent("ads.example", "", "unknown", 3, 300, 300)
GROUP = Group(
    host="open.oneplus.net",
    organisation="OnePlus",
    role="maker",
    kind="serial",
    certainty="confirmed",
    form="in clear",
    wrapping="body > gzip > json",
    place="$.id",
    plain=False,
    count=24,
    requests=24,
    case=0,
    exchange=1,
    location="e1 body > gzip > json $.id",
    fingerprint="0" * 16,
)
SEEN = Seen((ONEPLUS, TRACKER), (GROUP,), 72.0, {"OnePlus": ("opted out",)}, knows_owner=True)
COURT = Court(SEEN, "", load(), 12.0)
SERIAL = Statement(
    "serial", "No serial number.", "OnePlus gets no serial number.", "https://a.example", kinds=("serial",)
)
IMEI = replace(SERIAL, id="imei", kinds=("imei",), recipients=("OnePlus",))


def court(**changes: object) -> Court:
    """The court with another sight."""
    return replace(COURT, seen=replace(SEEN, **changes))
