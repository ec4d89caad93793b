from __future__ import annotations

from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Declaration, Policy, data_types
from phonehome.policy.declared import statements
from policy.court import SERIAL

TYPES = data_types(load())


def _declared(collected: tuple[str, ...] = (), shared: tuple[str, ...] = (), **more: bool) -> dict[str, object]:
    declared = Declaration("google-play-data-safety", collected, shared, ("*.own.example",), **more)
    policy = Policy("t", "a", "https://form.example", declaration=declared)
    return {one.id: one for one in statements(policy, TYPES)}


def _kinds(one: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return getattr(one, "kinds", ()), getattr(one, "except_recipients", ())


def test_what_is_not_declared_goes_to_nobody() -> None:
    found = _declared()
    assert len(found) == len(TYPES) + 1
    assert _kinds(found["email-address-not-collected"]) == (("email",), ())


def test_what_is_collected_goes_to_nobody_else() -> None:
    found = _declared(("Email address",))
    assert "email-address-not-collected" not in found
    assert _kinds(found["email-address-not-shared"]) == (("email",), ("*.own.example",))


def test_what_is_shared_may_go_anywhere() -> None:
    assert [name for name in _declared(("Email address",), ("Email address",)) if name.startswith("email-")] == []
    assert [name for name in _declared((), ("Email address",)) if name.startswith("email-")] == []


def test_a_place_is_declared_by_either_of_its_types() -> None:
    precise = _declared(("Approximate location",))["precise-location-not-collected"]
    assert (_kinds(precise)[0], getattr(precise, "beyond", "")) == (
        (),
        "Another type that is declared covers the same kinds.",
    )


def test_a_type_without_kinds_is_never_tested() -> None:
    assert "look at the app itself" in str(getattr(_declared()["emails-not-collected"], "beyond", ""))


def test_encryption_is_a_statement_where_it_is_declared() -> None:
    assert ("encrypted-in-transit" in _declared(), "encrypted-in-transit" in _declared(encrypted=False)) == (
        True,
        False,
    )


def test_a_policy_without_declaration_is_its_statements() -> None:
    assert statements(Policy("t", "a", "s", statements=(SERIAL,)), TYPES) == (SERIAL,)
