from __future__ import annotations

import json

from phonehome.report.material import Look
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.json import render
from phonehome.telemetry.breach.measured import Breach
from telemetry.breach.leaks import HEAD, PATIENTS, leak


def test_all_but_values_stands_in_it() -> None:
    text = b"".join(render(leak(HEAD, PATIENTS, Wish(quasi=("zip", "age"))), Look())).decode()
    document = json.loads(text)
    assert set(document) == {"version", *Breach.__struct_fields__}
    assert document["anonymity"]["k"] == 3
    assert [str(value) for row in PATIENTS for value in row if isinstance(value, str) and value in text] == []


def test_a_name_steers_no_terminal() -> None:
    assert b"\x9b" not in b"".join(render(leak(("\x9b31m",), [("a",)]), Look()))
