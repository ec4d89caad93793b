"""A comparison with one of everything."""

from __future__ import annotations

import pytest

from phonehome.infer.answer import Proof
from phonehome.infer.change import Comparison, FieldChange, KindChange, Place, RecipientChange, Stream
from phonehome.infer.rates import Amount, Ratio, rate
from phonehome.infer.sides import Side

START = 1_508_112_000_000


@pytest.fixture
def comparison() -> Comparison:
    before, after = rate(18, 72.0), rate(6, 72.0)
    gone = rate(0, 72.0)
    change = RecipientChange(
        recipient="OnePlus",
        verdict="Opting out stopped the usage stream.",
        streams=(
            Stream(
                "a.example/up",
                "device information",
                "continues",
                "less often",
                before,
                after,
                Ratio(0.333, 0.1, 0.9, 0.01),
                Amount(7200, 100.0, 50.0, 200.0),
                Amount(0, 0.0, 0.0, 40.0),
                4.0,
                None,
                ("imei",),
                ("imei",),
            ),
            Stream(
                "a.example/up",
                "usage",
                "stopped",
                "unknown",
                before,
                gone,
                None,
                Amount(7200, 100.0, 50.0, 200.0),
                Amount(9),
                0.5,
                None,
                ("app_usage",),
                (),
            ),
        ),
        kinds=(
            KindChange("imei", "changed form", "as often", before, after, None, ("in clear",), ("as a hash (MD5)",)),
            KindChange("ssid", "stopped", "unknown", before, gone, None, ("in clear",), ()),
            KindChange("bssid", "not seen before", "unknown", rate(0, 0.0), rate(1, 0.0), None, (), ("in clear",)),
        ),
        places=(
            Place(
                "a.example/up",
                "usage",
                "imei",
                "body > json",
                "$.im",
                "in clear",
                "stopped",
                "unknown",
                before,
                gone,
                "0" * 16,
                "body > json $.h",
                "as a hash (MD5)",
            ),
        ),
        fields=(
            FieldChange("a.example/up", "body > json $.im", 18, 0),
            FieldChange("a.example/up", "body > json $.h", 0, 6),
            FieldChange("a.example/up", "body > json $.chs > chs []", 0, 6),
            FieldChange("a.example/up", "body > json $.id", 18, 6),
        ),
        more={"places": 3},
    )
    return Comparison(
        question="compare",
        sentence=change.verdict,
        certainty="high",
        uncertainty="Intervals take occasions as independent.",
        needed="two captures",
        proof=(Proof(0, 6, "imei", "e6 body > json $.im"),),
        proved_by=40,
        before=Side("joined", 223, START, START + 72 * 3_600_000, 72.0, 0.0),
        after=Side("left", 1, None, None, 0.0, 0.0),
        recipients=(change,),
        more_recipients=2,
    )
