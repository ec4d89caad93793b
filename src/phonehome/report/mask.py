"""Masks the values of a report, so that it does not leak what it warns of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from phonehome.masking import mask, mask_keys
from phonehome.model import (
    Disclosure,
    Finding,
    Group,
    Line,
    Location,
    OpaqueGroup,
    Recipient,
    RecipientReport,
    Report,
    Step,
)

Rewrite = Callable[[str], str]

_SHORTEST_SOUGHT = 6
_PATHS_KEPT = 65_536
# Kinds of low sensitivity: many phones have the same value, and it is often a word that fields are named by, too.
_COMMON = frozenset(
    [
        "battery",
        "consent_state",
        "country",
        "device_model",
        "device_state",
        "language",
        "network_type",
        "operator",
        "os_version",
        "screen_size",
        "signal",
        "storage",
        "timezone",
    ]
)
_LONGEST_COMMON = 24


def masked(report: Report, *, proof: bool = True) -> Report:
    """The report without values, unless it is one that shows them. Paths stay, but for the values in them.

    Without ``proof`` the payload around the values is left out, for an output that does not show it.
    """
    if report.shows_values:
        return report
    veil = _veil(report)
    if not proof:
        report = _without_proof(report)
    return replace(report, recipients=tuple(_recipient_report(each, veil) for each in report.recipients))


def masked_disclosures(report: Report, disclosures: Iterable[Disclosure]) -> Iterator[Disclosure]:
    """The single findings of a report without values, unless the report shows them.

    Their events go too: when a person did what is as personal as any value.
    """
    if report.shows_values:
        yield from disclosures
        return
    veil = _veil(report)
    for disclosure in disclosures:
        yield _disclosure(disclosure, veil)


def host_veil(hosts: Iterable[str], found: Iterable[tuple[str, str]]) -> Rewrite:
    """How these hosts are written without the values, given with their kinds, that were found."""
    searched = "\n".join(hosts).casefold()
    values = {value for kind, value in found if len(value) >= _SHORTEST_SOUGHT and not _is_common((kind,), value)}
    return _value_mask({value for value in _in_hosts(values) if value.casefold() in searched})


def _without_proof(report: Report) -> Report:
    recipients = (replace(each, groups=_bare(each.groups), dummies=_bare(each.dummies)) for each in report.recipients)
    return replace(report, recipients=tuple(recipients))


def _bare(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    return tuple(replace(group, evidence=()) for group in groups)


class _Veil(Struct, frozen=True):
    path: Rewrite
    host: Rewrite


def _veil(report: Report) -> _Veil:
    found = _long_values(report)
    hosts = _value_mask(_in_hosts(found))
    return _Veil(path=lru_cache(_PATHS_KEPT)(_path_mask(found)), host=lru_cache(_PATHS_KEPT)(hosts))


def _long_values(report: Report) -> set[str]:
    return {value for value in _values(report) if len(value) >= _SHORTEST_SOUGHT}


def _in_hosts(values: set[str]) -> set[str]:
    """A brand such as "OnePlus" is a found value too, and would make its maker's hosts unreadable."""
    return {value for value in values if any(character.isdigit() for character in value)}


def _values(report: Report) -> Iterator[str]:
    for recipient in report.recipients:
        for group in recipient.groups + recipient.dummies:
            yield from (value for value in group.values if not _is_common((group.kind,), value))
            yield from (line.value for line in group.evidence if line.kinds and not _is_common(line.kinds, line.value))


def _is_common(kinds: Iterable[str], value: str) -> bool:
    """A short value that identifies nobody may stay in paths and hosts."""
    return len(value) <= _LONGEST_COMMON and _COMMON.issuperset(kinds)


def _sought(value: str) -> str:
    """A word counts as a whole only: a field's name may have it as a part."""
    is_word = value.isascii() and value.isalpha()
    return rf"(?<!\w){value}(?!\w)" if is_word else re.escape(value)


def _value_mask(values: set[str]) -> Rewrite:
    if not values:
        return str
    longest_first = sorted(values, key=lambda value: (-len(value), value))
    pattern = re.compile("|".join(map(_sought, longest_first)), re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: mask(match[0]), text)


def _path_mask(values: set[str]) -> Rewrite:
    within = _value_mask(values)
    return lambda path: within(mask_keys(path))


def _recipient_report(report: RecipientReport, veil: _Veil) -> RecipientReport:
    return replace(
        report,
        recipient=_recipient(report.recipient, veil),
        groups=tuple(_group(group, veil) for group in report.groups),
        dummies=tuple(_group(group, veil) for group in report.dummies),
        opaque=tuple(_opaque(group, veil) for group in report.opaque),
    )


def _recipient(recipient: Recipient, veil: _Veil) -> Recipient:
    host = veil.host(recipient.host)
    return recipient if host == recipient.host else replace(recipient, host=host)


def _group(group: Group, veil: _Veil) -> Group:
    return replace(
        group,
        wrapping=veil.path(group.wrapping),
        place=veil.path(group.place),
        location=veil.path(group.location),
        values=tuple(map(mask, group.values)),
        evidence=tuple(Line(veil.path(line.path), mask(line.value), line.kinds) for line in group.evidence),
    )


def _opaque(group: OpaqueGroup, veil: _Veil) -> OpaqueGroup:
    return replace(group, place=veil.path(group.place))


def _disclosure(disclosure: Disclosure, veil: _Veil) -> Disclosure:
    finding = disclosure.finding
    steps = tuple([_step(step, finding, veil) for step in finding.location.steps])
    hidden = Finding(
        kind=finding.kind,
        certainty=finding.certainty,
        value=mask(finding.value),
        location=Location(finding.location.exchange, steps),
        reasons=finding.reasons,
    )
    return Disclosure(hidden, _recipient(disclosure.recipient, veil), disclosure.time)


def _step(step: Step, finding: Finding, veil: _Veil) -> Step:
    if not step.path:
        return step
    path = veil.path(step.path)
    value = finding.value
    if len(value) >= _SHORTEST_SOUGHT and value in path and not _is_common((finding.kind,), value):
        path = re.sub(_sought(value), lambda match: mask(match[0]), path)
    return Step(step.codec, path)
