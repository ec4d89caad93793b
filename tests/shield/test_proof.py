from __future__ import annotations

from phonehome.model import Exchange
from phonehome.shield.proof import Proof, prove
from phonehome.shield.rules import Rule, Rules
from shield.redacting import EMAIL, IMEI, shield

TOLD = Exchange(0, "POST", f"https://a.example/?imei={IMEI}", body=f'{{"mail": "{EMAIL}"}}'.encode())
HIDDEN = Exchange(0, "ANSWER", "https://a.example/", body=b"bWFpbD1hbm5hLm11c3Rlcm1hbm5AZXhhbXBsZS5jb20=")


def test_an_owners_value_that_is_left_is_found_in_any_writing() -> None:
    proof = prove([TOLD, HIDDEN], shield())
    assert (proof.left, proof.passed) == ({"imei": 1, "email": 2}, {})


def test_what_the_rules_let_pass_is_told_apart() -> None:
    rules = Rules(rules=(Rule("replace", kinds=("email",)),))
    assert prove([TOLD], shield(rules=rules)) == Proof({"email": 1}, {"imei": 1}, {"imei"})  # type: ignore[arg-type]


def test_nothing_is_left_in_nothing() -> None:
    assert prove([Exchange(0, "GET", "https://a.example/")], shield()) == Proof()
