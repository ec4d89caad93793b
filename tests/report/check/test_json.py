from __future__ import annotations

import json
from pathlib import Path

from phonehome.report.check.json import render
from phonehome.report.check.material import Checked


def test_policies_with_their_verdicts(checked: Checked) -> None:
    document = json.loads(b"".join(render(checked)))
    (policy,) = document["policies"]
    assert (document["version"], document["cases"]) == (1, [["left week.har"]])
    assert (policy["name"], policy["kept"], policy["broken"], policy["not_testable"], policy["hours"]) == (
        "promise",
        1,
        1,
        1,
        72.0,
    )
    assert [one["outcome"] for one in policy["verdicts"]] == ["kept", "broken", "not testable"]
    broken = policy["verdicts"][1]
    assert (broken["id"], broken["findings"], broken["violations"][0]["location"]) == (
        "serial",
        25,
        "e1 body > gzip > json $.id",
    )


def test_every_key_is_documented(checked: Checked) -> None:
    page = (Path(__file__).parents[3] / "docs/reference/check-json.md").read_text(encoding="utf-8")
    document = json.loads(b"".join(render(checked)))
    (policy,) = document["policies"]
    keys = {*document, *policy, *policy["verdicts"][1], *policy["verdicts"][1]["violations"][0]}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
