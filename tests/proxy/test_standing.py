from __future__ import annotations

import pytest

from phonehome.knowledge.load import load
from phonehome.model import Exchange
from phonehome.proxy.standing import Standing
from phonehome.shield.rules import Rule, Rules, Stance

MAKERS = Rules(
    rules=(
        Rule("replace", roles=("maker",)),
        Rule("block", recipients=("data.sec.miui.com",)),
        Rule("zero", recipients=("b.example",), fail="open"),
    )
)


@pytest.mark.parametrize(
    ("url", "stance"),
    [
        ("https://open.oneplus.net/push", "closed"),
        ("https://b.example/", "open"),
        ("https://c.example/", "free"),
        ("https://data.sec.miui.com/", "free"),
    ],
)
def test_rules_stand_to_a_recipient(url: str, stance: Stance) -> None:
    assert Standing(MAKERS, load()).stance(Exchange(0, "POST", url)) == stance


@pytest.mark.parametrize(
    ("rules", "passes"),
    [
        (MAKERS, False),
        (Rules(), True),
        (Rules(default="zero"), False),
        (Rules(default="zero", fail="open"), True),
        (Rules(rules=(Rule("pass"), Rule("drop", fail="open"))), True),
    ],
)
def test_what_cannot_be_read_passes_where_all_rules_let_it(rules: Rules, passes: bool) -> None:  # noqa: FBT001
    assert Standing(rules, load()).lets_pass() is passes


def test_a_recipient_without_a_name_is_its_address() -> None:
    assert Standing(Rules(), load()).recipient(Exchange(0, "GET", "/", address="192.0.2.1")).host == "192.0.2.1"
