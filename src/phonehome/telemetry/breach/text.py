"""Writes what a leak would expose for a terminal: the sentence, then a table for each measure. Says no value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.knowledge.load import load
from phonehome.report.material import Look
from phonehome.report.sections import said
from phonehome.report.terminal import printed
from phonehome.report.words import counted, listed, number, percent
from phonehome.telemetry.breach.measured import Attack, Breach, Diversity, Known, Step
from phonehome.telemetry.breach.table import Column

_SEVERITY = {"high": "bold red", "medium": "yellow", "low": "dim"}
_ROLES = {"identifier": 0, "quasi": 1, "sensitive": 2, "time": 3}
_WORDS = {"quasi": "quasi-identifier"}


def render(breach: Breach, look: Look) -> Iterator[bytes]:
    """The breach as text, as wide as the look says."""
    yield printed((each for part in _parts(breach) for each in (part, "")), look)


def _parts(breach: Breach) -> Iterator[RenderableType]:
    yield said(breach.sentence, "bold")
    yield said(_counted(breach), "dim")
    if breach.note:
        yield said(breach.note)
    yield _columns(breach)
    yield from _unused(breach)
    yield said(_alone(breach))
    yield _table(("persons alike", "classes", "records", "share"), _steps(breach))
    yield said(f"The chance to find the right record (at risk: over {breach.risk.threshold:.0%})".replace("%", " %"))
    yield _table(("attacker", "knows", "worst", "mean", "at risk"), map(_attack, breach.risk.attacks))
    if breach.diversity:
        yield said("What a class gives away of everybody in it")
        head = ("sensitive column", "distinct l", "entropy l", "t", "mean t", "known by the class")
        yield _table(head, map(_diversity, breach.diversity))
    yield from _unicity(breach)


def _counted(breach: Breach) -> str:
    whose = f"by {breach.person}" if breach.person else "each row taken for one person"
    nobody = f"; {counted(breach.nobody, 'row')} without a person left out" if breach.nobody else ""
    return f"{counted(breach.rows, 'row')}, {counted(breach.persons, 'person')} ({whose}){nobody}"


def _columns(breach: Breach) -> Table:
    kinds, named = load().kinds, {one.column: one.persons for one in breach.naming}
    table = _empty(("column", "what it is", "role", "severity", "names", "why"))
    for one in sorted((one for one in breach.columns if one.role != "unused"), key=lambda one: _ROLES[one.role]):
        label = kinds[one.kind].label if one.kind else ""
        names = percent(named[one.name], breach.persons) if one.name in named else ""
        severity = said(one.sensitivity, _SEVERITY[one.sensitivity]) if one.role != "time" else said("")
        table.add_row(said(one.name), said(label), said(_WORDS.get(one.role, one.role)), severity, names, said(one.why))
    return table


def _unused(breach: Breach) -> Iterator[RenderableType]:
    unused: Sequence[Column] = [one for one in breach.columns if one.role == "unused"]
    if unused:
        names = listed([one.name for one in unused[:20]] + ([f"{len(unused) - 20} more"] if len(unused) > 20 else []))
        yield said(f"Not counted in: {names}. --quasi or --sensitive COLUMN says what a column is.", "yellow")


def _alone(breach: Breach) -> str:
    found = breach.anonymity
    by = listed(found.quasi) or "nothing: there is no quasi-identifier"
    return (
        f"k-anonymity: k = {number(found.k)}, by {by}. "
        f"{percent(found.unique, found.records)} of {counted(found.records, 'record')} and "
        f"{percent(found.unique_persons, breach.persons)} of the persons stand alone."
    )


def _steps(breach: Breach) -> Iterator[tuple[str, ...]]:
    for one in breach.anonymity.distribution:
        if one.classes:
            share = percent(one.records, breach.anonymity.records)
            yield _span(one), number(one.classes), number(one.records), share


def _span(one: Step) -> str:
    if one.most is None:
        return f"{one.least} and more"
    return str(one.least) if one.least == one.most else f"{one.least} to {one.most}"


def _attack(one: Attack) -> tuple[str, ...]:
    return one.attacker, one.knows, _share(one.worst), _share(one.mean), _share(one.share_at_risk)


def _diversity(one: Diversity) -> tuple[str, ...]:
    known = percent(one.known, one.records)
    return one.column, number(one.distinct_l), f"{one.entropy_l:.2f}", f"{one.t:.3f}", f"{one.t_mean:.3f}", known


def _unicity(breach: Breach) -> Iterator[RenderableType]:
    found = breach.unicity
    times = {one.name for one in breach.columns if one.role == "time"}
    if found.why_not:
        yield said(f"Unicity was not measured: {found.why_not}.", "dim")
        return
    made_of = listed([f"{one} by the hour" if one in times else one for one in found.made_of])
    yield said(f"Unicity: who is the only one when so many points of a trace ({made_of}) are known")
    yield _table(("known points", "persons tried", "unique", "95 % interval"), map(_known, found.known))


def _known(one: Known) -> tuple[str, ...]:
    return (
        str(one.points),
        number(one.tried),
        percent(one.unique, one.tried),
        f"{_share(one.low)} to {_share(one.high)}",
    )


def _share(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.3g} %"


def _table(head: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> Table:
    table = _empty(head)
    for line in lines:
        table.add_row(*map(said, line))
    return table


def _empty(head: tuple[str, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for title in head:
        table.add_column(title, overflow="fold")
    return table
