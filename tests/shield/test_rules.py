from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from phonehome.knowledge.load import load
from phonehome.model import Certainty, Finding, Location, Recipient, Step
from phonehome.shield.rules import Rule, Rules, bundled, find, first, read_rules

MAKER = Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
URL = "https://open.oneplus.net/cloud/pushdata"


def finding(kind: str = "imei", certainty: Certainty = "confirmed") -> Finding:
    return Finding(kind, certainty, "490154203237518", Location(0, (Step("body"),)), ())


@pytest.mark.parametrize("name", bundled())
def test_bundled_rules_can_be_read(name: str) -> None:
    assert read_rules(find(name), load()).rules != ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour = 1", "own.toml: Object contains unknown field `colour`"),
        ('[[rule]]\naction = "burn"', "own.toml: Invalid enum value 'burn' - at `$.rule[0].action`"),
        ('[[rule]]\nname = "x"\naction = "zero"\nkinds = ["imie"]', "own.toml: rule 'x': kinds: there is no 'imie'"),
        ('[[rule]]\naction = "zero"\ngroups = ["sim"]', "own.toml: rule 1: groups: there is no 'sim'"),
        ('[[rule]]\naction = "coarsen"\ndecimals = 9', "own.toml: rule 1: decimals are 0 to 6, not 9"),
        (
            '[[rule]]\naction = "coarsen"\nkinds = ["location", "imei"]',
            "own.toml: rule 1: 'imei' cannot be made coarser; replace, zero, drop or block it",
        ),
        (
            '[[rule]]\naction = "coarsen"\ngroups = ["hardware"]',
            "own.toml: rule 1: 'hardware' cannot be made coarser; replace, zero, drop or block it",
        ),
        (
            '[[rule]]\naction = "coarsen"',
            "own.toml: rule 1: coarsen needs kinds or groups, for most kinds cannot be made coarser",
        ),
        (
            'default = "coarsen"',
            "own.toml: default is coarsen, which lets most kinds pass as they are; write a rule for it",
        ),
    ],
)
def test_wrong_rules_are_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"own\.toml") as refused:
        read_rules(file, load())
    assert str(refused.value) == complaint


def test_no_such_rules() -> None:
    with pytest.raises(ValueError, match="neither a file nor a rule set"):
        find("nothing-of-the-kind")


@pytest.mark.parametrize(
    ("rule", "decides"),
    [
        (Rule("zero"), True),
        (Rule("zero", kinds=("imei",)), True),
        (Rule("zero", kinds=("serial",)), False),
        (Rule("zero", groups=("hardware",)), True),
        (Rule("zero", groups=("hardware",), except_kinds=("imei",)), False),
        (Rule("zero", recipients=("oneplus",)), True),
        (Rule("zero", recipients=("*.oneplus.net",)), True),
        (Rule("zero", recipients=("*.plus.net",)), False),
        (Rule("zero", roles=("third party",)), False),
        (Rule("zero", endpoints=("open.oneplus.net/cloud/*",)), True),
        (Rule("zero", endpoints=("open.oneplus.net/oauth/*",)), False),
    ],
)
def test_a_rule_matches_all_that_it_names(rule: Rule, decides: bool) -> None:  # noqa: FBT001
    assert (first(Rules(rules=(rule,)), load(), finding(), (MAKER, URL)) == rule) is decides


def test_the_first_rule_that_matches_decides() -> None:
    rules = Rules(rules=(Rule("pass", kinds=("imei",)), Rule("block")))
    assert first(rules, load(), finding(), (MAKER, URL)).action == "pass"


def test_a_rule_may_want_certainty() -> None:
    rules = Rules(rules=(Rule("block", certainty="likely"),))
    assert first(rules, load(), finding(certainty="possible"), (MAKER, URL)).action == "pass"


def test_a_dummy_is_nobodys_even_where_the_default_blocks() -> None:
    rules = Rules(default="block")
    assert first(rules, load(), finding(certainty="dummy"), (MAKER, URL)).action == "pass"
    assert first(rules, load(), finding(), (structs.replace(MAKER, role="unknown"), URL)).action == "block"
