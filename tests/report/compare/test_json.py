from __future__ import annotations

import json

from phonehome.infer.change import Comparison
from phonehome.report.compare.json import render
from phonehome.report.material import Look


def test_all_that_was_compared_with_times_in_iso_8601(comparison: Comparison) -> None:
    document = json.loads(b"".join(render(comparison, Look())))
    assert (document["version"], document["certainty"]) == (1, "high")
    assert document["before"]["first"] == "2017-10-16T00:00:00.000Z"
    assert document["after"] == {
        "name": "left",
        "exchanges": 1,
        "first": None,
        "last": None,
        "hours": 0.0,
        "left_out": 0.0,
    }
    (recipient,) = document["recipients"]
    assert [one["state"] for one in recipient["streams"]] == ["continues", "stopped"]
    assert recipient["streams"][0]["ratio"]["high"] == 0.9
