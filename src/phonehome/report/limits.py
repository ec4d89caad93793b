"""What of a large report a page shows: the gravest first, within a number of bytes, and how much it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from markupsafe import escape
from msgspec import Struct
from msgspec.structs import replace

from phonehome.model import Group, Line, Reason, RecipientReport
from phonehome.report.words import visible

RECIPIENTS_SHOWN = 400
ROWS_SHOWN = 400
_ROOM = 2_600_000
_MARKUP = 1_600
_MARKUP_OF_A_LINE = 130
_LINES_SHOWN = 9
_REASONS_SHOWN = 5
_LONGEST = 240

Item = TypeVar("Item")


class Some(Struct, Generic[Item], frozen=True):
    """The first of many, and how many more there are."""

    items: tuple[Item, ...]
    more: int = 0


def some(items: Sequence[Item], most: int = ROWS_SHOWN) -> Some[Item]:
    """The first of these, up to ``most``."""
    return Some(tuple(items[:most]), max(0, len(items) - most))


def clip(text: str) -> str:
    """A text of at most 240 characters; a longer one says how much is missing."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text) - _LONGEST:,} more characters)"


def excerpts(reports: Sequence[RecipientReport]) -> tuple[tuple[RecipientReport, int], ...]:
    """Each recipient with those of its groups that fit on the page, and how many do not.

    All recipients have the same room; each shows its gravest group, however large.
    """
    room = _ROOM // max(1, len(reports))
    shown = [_fitting(each.groups, room) for each in reports]
    return tuple(
        (replace(each, groups=groups), len(each.groups) - len(groups))
        for each, groups in zip(reports, shown, strict=True)
    )


def _fitting(groups: Sequence[Group], room: int) -> tuple[Group, ...]:
    fitting: list[Group] = []
    for group in groups:
        short = _short(group)
        room -= _weight(short)
        if room < 0 and fitting:
            break
        fitting.append(short)
    return tuple(fitting)


def _short(group: Group) -> Group:
    return replace(
        group,
        wrapping=clip(group.wrapping),
        place=clip(group.place),
        location=clip(group.location),
        values=tuple(map(clip, group.values)),
        reasons=tuple(Reason(each.way, clip(each.text), each.source) for each in group.reasons[:_REASONS_SHOWN]),
        evidence=tuple(Line(clip(line.path), clip(line.value), line.kinds) for line in _around(group.evidence)),
    )


def _around(evidence: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines nearest to the first one that something was found in."""
    found = next((place for place, line in enumerate(evidence) if line.kinds), 0)
    first = max(0, min(found - _LINES_SHOWN // 2, len(evidence) - _LINES_SHOWN))
    return evidence[first : first + _LINES_SHOWN]


def _weight(group: Group) -> int:
    """Bytes of HTML that a group takes up, nearly; the place stands in it twice, the wrapping by layers."""
    texts = [
        group.wrapping,
        group.place,
        group.place,
        group.location,
        *group.values,
        group.values[0] if group.values else "",
    ]
    texts += [text for reason in group.reasons for text in (reason.text, reason.source, reason.source)]
    texts += [text for line in group.evidence for text in (line.path, line.value)]
    marked = _MARKUP + _MARKUP_OF_A_LINE * len(group.evidence)
    return marked + sum(len(escape(visible(text)).encode()) for text in texts)
