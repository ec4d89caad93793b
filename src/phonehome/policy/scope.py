"""Whom and what a statement is about: which recipients it covers, which findings it forbids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from phonehome.knowledge.policy import Statement
from phonehome.knowledge.schema import Knowledge
from phonehome.policy.seen import Group, Sent


def recipients(statement: Statement, sent: Iterable[Sent]) -> list[Sent]:
    """Those of the recipients that a statement is about."""
    return [one for one in sent if covers(statement, one)]


def covers(statement: Statement, one: Sent | Group) -> bool:
    """A statement without recipients and roles is about all but the excepted."""
    if _named(statement.except_recipients, one):
        return False
    if not statement.recipients and not statement.roles:
        return True
    return _named(statement.recipients, one) or one.role in statement.roles


def concerns(one: Group, statement: Statement, knowledge: Knowledge) -> bool:
    """The findings are of a kind, form and way that a statement forbids, to somebody it is about; however sure."""
    if one.kind in statement.except_kinds or not covers(statement, one):
        return False
    if statement.plain_http and not one.plain:
        return False
    if statement.forms and not any(one.form.startswith(form) for form in statement.forms):
        return False
    group = knowledge.kinds[one.kind].group
    return statement.everything or one.kind in statement.kinds or group in statement.groups


def forbids(one: Group, statement: Statement) -> bool:
    """The findings are sure enough to break a statement."""
    return one.certainty == "confirmed" or (one.certainty == "likely" and not statement.confirmed)


def _named(names: Sequence[str], one: Sent | Group) -> bool:
    host = one.host.lower()
    for name in names:
        plain = name.lower()
        if plain in {one.organisation.lower(), host} or (plain.startswith("*.") and host.endswith(plain[1:])):
            return True
    return False
