"""What went to and fro between the phone and one recipient, in numbers, and whether any of it could be read."""

from __future__ import annotations

from collections.abc import Sequence

from phonehome.model import RecipientReport
from phonehome.report.words import attempts, between, counted, listed, percent, size


def dealings(report: RecipientReport) -> str:
    """2 requests and 1 encrypted connection, 1.2 kB sent, 60 % of it understood, 9 kB received; 1 attempt ..."""
    told = [asked(report.exchanges, report.sealed), *_bytes(report)] if report.exchanges else []
    tried = [attempts(report.attempted)] if report.attempted else []
    return "; ".join([part for part in (", ".join(told),) if part] + tried)


def asked(exchanges: int, sealed: int) -> str:
    """2 requests and 1 encrypted connection: the latter are those of the exchanges that no key opened."""
    told = [counted(exchanges - sealed, "request")] if exchanges > sealed else []
    return listed([*told, counted(sealed, "encrypted connection")] if sealed else told)


def seen(report: RecipientReport) -> str:
    """The same, and when it was, where the capture has times."""
    when = [] if report.first is None else [between(report.first, report.last)]
    return "; ".join([dealings(report), *when])


def is_unread(report: RecipientReport) -> bool:
    """Whether nothing that went there, or was to go there, could be read, so that nobody knows what it is."""
    is_closed = report.bytes_sent > 0 or not report.exchanges
    return is_closed and not (report.bytes_understood or report.groups or report.dummies)


def unread(reports: Sequence[RecipientReport]) -> list[RecipientReport]:
    """The recipients of whom only the contact is known."""
    return [each for each in reports if is_unread(each)]


def clean(reports: Sequence[RecipientReport]) -> list[RecipientReport]:
    """The recipients that got something that was read, and nothing personal in it."""
    return [each for each in reports if not each.groups and not is_unread(each)]


def _bytes(report: RecipientReport) -> list[str]:
    told = [f"{size(report.bytes_sent)} sent"]
    if report.bytes_sent:
        told.append(f"{percent(report.bytes_understood, report.bytes_sent)} of it understood")
    return [*told, f"{size(report.bytes_received)} received"] if report.bytes_received else told
