"""A declaration as statements: what is not declared as collected goes to nobody, as shared to nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from phonehome.knowledge.policy import DataType, Declaration, Policy, Statement

_NO_KIND = "No kind of personal data that phonehome knows falls under this type; look at the app itself."
_COVERED = "Another type that is declared covers the same kinds."


def statements(policy: Policy, types: Sequence[DataType]) -> tuple[Statement, ...]:
    """A policy's own statements, and those that its declaration stands for."""
    if policy.declaration is None:
        return policy.statements
    return (*policy.statements, *_declared(policy.declaration, types, policy.source))


def _declared(declared: Declaration, types: Sequence[DataType], source: str) -> Iterator[Statement]:
    collected = _kinds(types, (*declared.collected, *declared.shared))
    shared = _kinds(types, declared.shared)
    for one in types:
        if one.name in declared.collected and one.name not in declared.shared:
            yield replace(_statement(one, "shared", shared), source=source, except_recipients=declared.own)
        elif one.name not in declared.shared:
            yield replace(_statement(one, "collected", collected), source=source)
    if declared.encrypted:
        yield Statement(
            id="encrypted-in-transit",
            sentence="Data is encrypted in transit.",
            says="No personal data is sent without encryption.",
            source=source,
            wording="ours",
            everything=True,
            plain_http=True,
        )


def _kinds(types: Sequence[DataType], names: tuple[str, ...]) -> set[str]:
    """A kind is declared where any type that covers it is: a place is approximate or precise."""
    return {kind for one in types if one.name in names for kind in one.kinds}


def _statement(one: DataType, act: str, declared: set[str]) -> Statement:
    kinds = tuple(kind for kind in one.kinds if kind not in declared)
    return Statement(
        id=f"{'-'.join(one.name.lower().split())}-not-{act}",
        sentence=f"{one.name}: not {act}.",
        says=f"Nobody{' else' if act == 'shared' else ''} gets what falls under “{one.name}”.",
        source="",
        wording="ours",
        kinds=kinds,
        beyond="" if kinds else _COVERED if one.kinds else _NO_KIND,
    )
