from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.model import Group, Reason, Recipient, RecipientReport
from phonehome.report.dealings import asked, clean, dealings, is_unread, seen, unread

READ = RecipientReport(Recipient("a.example"), 2, 0, 1_200, 720, ())
SEALED = replace(READ, exchanges=1, bytes_sent=443, bytes_understood=0, sealed=1, bytes_received=1_600)
TRIED = replace(READ, exchanges=0, attempted=3, bytes_sent=0, bytes_understood=0)
IMEI = Group("imei", "likely", "body", "", 1, 1, ("x",), 0, "e0 body", (Reason("pattern", "It fits."),))

TOLD = {
    "2 requests, 1.2 kB sent, 60 % of it understood": READ,
    "1 encrypted connection, 443 bytes sent, 0 % of it understood, 1.6 kB received": SEALED,
    "1 request and 2 encrypted connections, 900 bytes sent, 1 % of it understood": replace(
        SEALED, exchanges=3, sealed=2, bytes_sent=900, bytes_understood=9, bytes_received=0
    ),
    "3 attempts that sent nothing": TRIED,
    "2 requests, 1.2 kB sent, 60 % of it understood; 1 attempt that sent nothing": replace(READ, attempted=1),
    "2 requests, 0 bytes sent": replace(READ, bytes_sent=0, bytes_understood=0),
}


@pytest.mark.parametrize(("sentence", "report"), TOLD.items())
def test_what_went_to_and_fro_is_told(sentence: str, report: RecipientReport) -> None:
    assert dealings(report) == sentence


def test_connections_that_no_key_opened_are_no_requests() -> None:
    told = {(0, 0): "", (2, 0): "2 requests", (1, 1): "1 encrypted connection"}
    assert {given: asked(*given) for given in told} == told


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (READ, "clean"),
        (SEALED, "unread"),
        (TRIED, "unread"),
        (replace(READ, bytes_sent=0, bytes_understood=0), "clean"),
        (replace(SEALED, groups=(IMEI,)), "found"),
        (replace(SEALED, dummies=(IMEI,)), "clean"),
    ],
)
def test_what_nobody_could_read_is_not_called_clean(report: RecipientReport, told: str) -> None:
    assert is_unread(report) == (told == "unread")
    assert unread([report]) == ([report] if told == "unread" else [])
    assert clean([report]) == ([report] if told == "clean" else [])


def test_when_it_was_is_told_where_the_capture_has_times() -> None:
    assert seen(TRIED) == "3 attempts that sent nothing"
    timed = replace(TRIED, first=0, last=60_000)
    assert seen(timed) == "3 attempts that sent nothing; 1 Jan 1970, 00:00 UTC to 1 Jan 1970, 00:01 UTC"
