from __future__ import annotations

import json

from msgspec import structs

from phonehome.infer.profile import Profile
from phonehome.report.material import Look
from phonehome.report.profile.json import render


def test_one_object_a_question(profile: Profile) -> None:
    document = json.loads(b"".join(render(profile, Look())))
    assert (document["version"], document["cases"], document["recipient"]) == (1, [["week.har"]], "oneplus")
    assert document["day"]["recipients"][0]["days"][0]["date"] == "2017-01-16"
    assert document["day"]["proof"] == [
        {"case": 0, "exchange": 6, "kind": "screen_event", "location": "e6 body > json $.dl[0]"}
    ]


def test_nothing_steers_the_terminal(profile: Profile) -> None:
    steered = structs.replace(profile, recipient="a\u009b31m\u202eb")
    written = b"".join(render(steered, Look()))
    assert b'"recipient": "a\\u009b31m\\u202eb"' in written
