from __future__ import annotations

from typing import Literal

import pytest

from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.shield.hostname import refusals
from phonehome.shield.outcome import Shield
from phonehome.shield.rules import Rule, Rules

IMEI = "490154203237518"
OWNER = Owner({"imei": (IMEI,)})
WHY = "the host's name holds a value that cannot be replaced: imei"
Fail = Literal["closed", "open"]


@pytest.mark.parametrize(
    ("host", "kind", "fail", "why"),
    [
        (f"{IMEI}.collect.example", "imei", "closed", WHY),
        (f"d{IMEI}x.collect.example", "imei", "closed", WHY),
        (f"{IMEI}.collect.example", "email", "closed", ""),
        (f"{IMEI}.collect.example", "imei", "open", ""),
        ("collect.example", "imei", "closed", ""),
    ],
)
def test_a_host_that_is_a_value_is_refused_where_a_rule_covers_it(host: str, kind: str, fail: Fail, why: str) -> None:
    rules = Rules(rules=(Rule("replace", "one", kinds=(kind,), fail=fail),))
    refusal = refusals(Shield(OWNER, load(), rules, b"k" * 32), examiner(OWNER, load(), within=True))
    assert refusal(Exchange(0, "GET", f"https://{host}:8443/x")) == why


@pytest.mark.parametrize(("path", "why"), [("sync", WHY), ("other", "")])
def test_a_rule_for_an_endpoint_decides_there(path: str, why: str) -> None:
    rules = Rules(rules=(Rule("replace", "one", kinds=("imei",), endpoints=("*/sync",)),))
    refusal = refusals(Shield(OWNER, load(), rules, b"k" * 32), examiner(OWNER, load(), within=True))
    assert refusal(Exchange(0, "GET", f"https://{IMEI}.collect.example/{path}")) == why


def test_in_a_file_a_rule_that_fails_open_lets_no_such_host_stand() -> None:
    rules = Rules(rules=(Rule("replace", "one", kinds=("imei",), fail="open"),))
    shield = Shield(OWNER, load(), rules, b"k" * 32, scrub=True)
    refusal = refusals(shield, examiner(OWNER, load(), within=True))
    assert refusal(Exchange(0, "GET", f"https://{IMEI}.collect.example/")) == WHY
