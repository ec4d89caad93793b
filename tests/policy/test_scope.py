from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Statement
from phonehome.policy.scope import concerns, forbids, recipients
from phonehome.policy.seen import Group
from policy.court import GROUP, ONEPLUS, SERIAL, TRACKER

EVERYTHING = replace(SERIAL, kinds=(), everything=True)
CONCERNED = [
    (SERIAL, GROUP, True),
    (replace(SERIAL, kinds=("imei",)), GROUP, False),
    (replace(SERIAL, kinds=(), groups=("hardware",)), GROUP, True),
    (replace(SERIAL, kinds=(), groups=("SIM",)), GROUP, False),
    (EVERYTHING, GROUP, True),
    (replace(EVERYTHING, except_kinds=("serial",)), GROUP, False),
    (replace(SERIAL, recipients=("oneplus",)), GROUP, True),
    (replace(SERIAL, recipients=("open.oneplus.net",)), GROUP, True),
    (replace(SERIAL, recipients=("*.oneplus.net",)), GROUP, True),
    (replace(SERIAL, recipients=("*.neplus.net",)), GROUP, False),
    (replace(SERIAL, recipients=("Samsung",)), GROUP, False),
    (replace(SERIAL, recipients=("Samsung",), roles=("maker",)), GROUP, True),
    (replace(SERIAL, roles=("third party",)), GROUP, False),
    (replace(SERIAL, except_recipients=("OnePlus",)), GROUP, False),
    (replace(SERIAL, forms=("as a hash",)), GROUP, False),
    (replace(SERIAL, forms=("as a hash",)), replace(GROUP, form="as a hash (MD5)"), True),
    (
        replace(SERIAL, forms=("in clear", "in a reversible code")),
        replace(GROUP, form="in a reversible code (chs)"),
        True,
    ),
    (replace(SERIAL, plain_http=True), GROUP, False),
    (replace(SERIAL, plain_http=True), replace(GROUP, plain=True), True),
]


@pytest.mark.parametrize(("statement", "group", "concerned"), CONCERNED)
def test_what_a_statement_is_about(statement: Statement, group: Group, concerned: bool) -> None:  # noqa: FBT001
    assert concerns(group, statement, load()) is concerned


def test_recipients_of_a_statement() -> None:
    sent = (ONEPLUS, TRACKER)
    assert recipients(SERIAL, sent) == [ONEPLUS, TRACKER]
    assert recipients(replace(SERIAL, recipients=("ads.example",)), sent) == [TRACKER]


@pytest.mark.parametrize(
    ("certainty", "sure", "surest"), [("confirmed", True, True), ("likely", True, False), ("possible", False, False)]
)
def test_how_sure_a_finding_must_be(certainty: str, sure: bool, surest: bool) -> None:  # noqa: FBT001
    group = replace(GROUP, certainty=certainty)
    assert (forbids(group, SERIAL), forbids(group, replace(SERIAL, confirmed=True))) == (sure, surest)
