"""What may be shown of a board: hosts and names without the values that were found, and a row's evidence masked."""

from __future__ import annotations

from msgspec.structs import replace

from phonehome.engine import Examined
from phonehome.live.snapshot import News, Row, Snapshot
from phonehome.model import CaseInfo, Recipient, RecipientReport, Report
from phonehome.report.mask import Rewrite, host_veil, masked
from phonehome.report.summary import Party


def shown(snapshot: Snapshot) -> Snapshot:
    """The board with its hosts masked where they hold a value that was found anywhere."""
    reports = [report for row in snapshot.rows for report in row.party.reports]
    found = ((group.kind, value) for report in reports for group in report.groups for value in group.values)
    veil = host_veil((report.recipient.host for report in reports), found)
    return replace(snapshot, rows=tuple(_row(row, veil) for row in snapshot.rows))


def shown_news(news: News, one: Examined) -> News:
    """What is new, with the host masked where it holds a value found in this exchange."""
    veil = host_veil([news.recipient.host], ((finding.kind, finding.value) for finding in one.findings))
    return replace(news, name=veil(news.name), recipient=_recipient(news.recipient, veil))


def evidence(row: Row, *, shows_values: bool) -> tuple[RecipientReport, ...]:
    """What stands behind a row, masked unless values are shown."""
    return masked(Report(CaseInfo((), {}), row.party.reports, shows_values)).recipients


def _row(row: Row, veil: Rewrite) -> Row:
    reports = tuple(replace(one, recipient=_recipient(one.recipient, veil)) for one in row.party.reports)
    party = Party(veil(row.party.name), reports)
    return row if party == row.party else replace(row, party=party)


def _recipient(recipient: Recipient, veil: Rewrite) -> Recipient:
    return replace(recipient, host=veil(recipient.host))
