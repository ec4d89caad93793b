"""Findings held against a policy: each statement is kept, broken, or not testable with these captures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from phonehome.knowledge.policy import Policy, Statement, When
from phonehome.knowledge.schema import Knowledge
from phonehome.policy.scope import concerns, forbids, recipients
from phonehome.policy.seen import Group, Seen, Sent

Outcome = Literal["kept", "broken", "not testable"]

# Below this share of understood bytes, what was not read may hold what was not found; a few bytes hold nothing.
UNDERSTOOD = 0.9
UNREAD = 256
VIOLATIONS_NAMED = 50
# Groups of kinds that are often sent under a hash, beside e-mail addresses.
_HASHED = ("hardware", "SIM", "account")


class Verdict(Struct, frozen=True):
    """What became of one statement; ``why`` in a sentence, ``needs`` what capture would test it.

    ``violations`` are the groups of findings that break it, the gravest first, ``findings`` all that they count and
    ``more`` the groups left out. ``possible`` counts findings that are only possible: they break nothing.
    ``remark`` says what else a reader must know.
    """

    statement: Statement
    outcome: Outcome
    why: str
    needs: str = ""
    violations: tuple[Group, ...] = ()
    findings: int = 0
    more: int = 0
    possible: int = 0
    remark: str = ""


class Judgement(Struct, frozen=True):
    """A policy with its verdicts, in the order of its statements; ``before``: captured before it was promised."""

    name: str
    policy: Policy
    given: When
    hours: float
    verdicts: tuple[Verdict, ...]
    before: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many statements had this outcome."""
        return sum(one.outcome == outcome for one in self.verdicts)


class Court(Struct, frozen=True):
    """What all statements are judged by: what was seen, what the user gives, the facts, the hours needed."""

    seen: Seen
    given: When
    knowledge: Knowledge
    least_hours: float


def judge(statement: Statement, court: Court) -> Verdict:
    """One statement against what was seen."""
    if statement.beyond:
        return Verdict(statement, "not testable", statement.beyond)
    if statement.when and (refusal := _wrong_choice(statement, court)):
        return refusal
    found = [one for one in court.seen.groups if concerns(one, statement, court.knowledge)]
    sure = [one for one in found if forbids(one, statement)]
    possible = sum(one.count for one in found) - sum(one.count for one in sure)
    if sure:
        return _broken(statement, _gravest_first(sure, court.knowledge), possible)
    refusal = _untested(statement, court)
    return refusal or Verdict(statement, "kept", _kept(statement, court), possible=possible)


def _broken(statement: Statement, sure: Sequence[Group], possible: int) -> Verdict:
    count = sum(one.count for one in sure)
    who = list(dict.fromkeys(one.organisation or one.host for one in sure))
    others = f" and {len(who) - 1:,} more" if len(who) > 1 else ""
    kinds = len({one.kind for one in sure})
    often = "once" if count == 1 else f"{count:,} times"
    what = f"it {often}" if kinds == 1 else f"{kinds} kinds of personal data, {often} in all"
    return Verdict(
        statement,
        "broken",
        f"{who[0]}{others} got {what}.",
        violations=tuple(sure[:VIOLATIONS_NAMED]),
        findings=count,
        more=max(0, len(sure) - VIOLATIONS_NAMED),
        possible=possible,
    )


def _gravest_first(groups: Sequence[Group], knowledge: Knowledge) -> list[Group]:
    weights = {"high": 0, "medium": 1, "low": 2}
    return sorted(
        groups, key=lambda one: (weights[knowledge.kinds[one.kind].sensitivity], -one.count, one.kind, one.host)
    )


def _wrong_choice(statement: Statement, court: Court) -> Verdict | None:
    """A refusal where the captures are of an owner who chose otherwise, or of one whose choice nobody knows."""
    chosen = {court.given} if court.given else choices(statement, court.seen) - {""}
    if chosen == {statement.when}:
        return None
    needs = f"A capture of a phone whose owner {statement.when.replace('opted', 'has opted')}."
    if not chosen:
        return Verdict(
            statement,
            "not testable",
            "No capture tells what the owner chose.",
            f"{needs} If this is one, say so with --given {statement.when.replace(' ', '-')}.",
        )
    if len(chosen) > 1:
        return Verdict(statement, "not testable", "The captures hold both choices of the owner.", needs)
    return Verdict(statement, "not testable", f"In these captures the owner {' '.join(chosen)}.", needs)


def choices(statement: Statement, seen: Seen) -> set[str]:
    """What the captures tell that owners chose towards those whom a statement is about."""
    if statement.recipients or statement.roles:
        names = {one.organisation or one.host for one in recipients(statement, seen.sent)}
        return {choice for name in names for choice in seen.choices.get(name, ())}
    return {choice for told in seen.choices.values() for choice in told}


def _untested(statement: Statement, court: Court) -> Verdict | None:
    """A refusal where silence proves nothing."""
    got = recipients(statement, court.seen.sent)
    hours = court.least_hours if statement.least_hours is None else statement.least_hours
    why = needs = ""
    if not any(one.exchanges for one in court.seen.sent):
        why, needs = "The captures hold no request at all.", "A capture with traffic in it."
    elif not court.seen.hours and hours:
        why, needs = "The captures have no times, so nobody knows how long they ran.", "A capture with times."
    elif court.seen.hours < hours:
        why = f"The captures ran {_hours(court.seen.hours)}; what they do not show may still be sent."
        needs = f"A capture of at least {_hours(hours)}."
    elif not any(one.exchanges for one in got) and not statement.silence_keeps:
        why = f"Nothing was sent to {_scope(statement)} in these captures."
        needs = f"A capture in which the phone talks to {_scope(statement)}."
    elif not court.seen.knows_owner and _may_be_hashed(statement, court.knowledge):
        why = "No owner's values were given, so a hash of them could not be recognised."
        needs = "An audit with --owner owner.toml."
    elif dark := _not_understood(got):
        why = f"Of the bytes sent to {dark.organisation or dark.host} only {_share(dark):.0%} were understood."
        needs = "A capture whose payloads can be opened: with keys, or an adapter for this address."
    return Verdict(statement, "not testable", why, needs) if why else None


def _may_be_hashed(statement: Statement, knowledge: Knowledge) -> bool:
    """Identifiers are sent under hashes; what somebody does is not. Without a list of kinds, anything may be."""
    kinds = statement.kinds or tuple(knowledge.kinds)
    kinds += tuple(kind for kind, row in knowledge.kinds.items() if row.group in statement.groups)
    is_open = statement.forms and "as a hash" not in statement.forms
    if is_open or statement.plain_http:
        return False
    return any(kind == "email" or knowledge.kinds[kind].group in _HASHED for kind in kinds)


def _not_understood(got: Sequence[Sent]) -> Sent | None:
    """The recipient of most unread bytes, where they are too many."""
    dark = [one for one in got if _unread(one) >= UNREAD and _share(one) < UNDERSTOOD]
    return max(dark, key=_unread, default=None)


def _unread(one: Sent) -> int:
    return one.bytes_sent - one.bytes_understood


def _share(one: Sent) -> float:
    return one.bytes_understood / one.bytes_sent


def _kept(statement: Statement, court: Court) -> str:
    requests = sum(one.exchanges for one in recipients(statement, court.seen.sent))
    said = "1 request" if requests == 1 else f"{requests:,} requests"
    return f"Not once in {said} to {_scope(statement)} in {_hours(court.seen.hours)}."


def _scope(statement: Statement) -> str:
    names = statement.recipients or statement.roles
    return " or ".join(names) if names else "anybody else" if statement.except_recipients else "anybody"


def _hours(hours: float) -> str:
    return f"{hours:,.0f} h" if hours >= 2 else f"{hours * 60:,.0f} min"
