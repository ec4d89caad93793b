"""What the tests of redacting share: an owner, what redacts for one, and what of an owner is found again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from phonehome.detect.forms import written
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.shield.outcome import Shield
from phonehome.shield.proof import prove
from phonehome.shield.redactor import Redacted, Redactor
from phonehome.shield.rules import Rules, find, read_rules

EMAIL, IMEI = "anna.mustermann@example.com", "490154203237518"
OWNER = Owner({"email": (EMAIL,), "imei": (IMEI,)})
# Shorter writings stand in any capture by chance.
_TELLING = 8


def shield(owner: Owner = OWNER, rules: Rules | None = None) -> Shield:
    return Shield(owner, load(), rules or read_rules(find("everything"), load()), b"k" * 32)


@cache
def _prepared() -> Redactor:
    return Redactor(shield())


def redactor(owner: Owner = OWNER, rules: Rules | None = None) -> Redactor:
    """One that has done nothing yet; for OWNER the same again, as preparing it takes longer than most tests."""
    if owner is not OWNER or rules is not None:
        return Redactor(shield(owner, rules))
    one = _prepared()
    one.begin()
    one.done = Redacted()
    return one


def left(shown: Iterable[Exchange], owner: Owner = OWNER) -> dict[str, int]:
    """The owner's values that an audit of all parts finds, by kind."""
    return dict(prove(shown, shield(owner), _prepared().examine if owner is OWNER else None).left)


def raw(data: bytes, owner: Owner = OWNER) -> list[str]:
    """The writings of the owner's values that stand in the bytes as they are."""
    low = data.lower()
    forms = [form for kind, values in owner.values.items() for value in values for form in written(kind, value, owner)]
    return [
        one.text for one in forms if not one.part and len(one.text) >= _TELLING and one.text.lower().encode() in low
    ]
