from __future__ import annotations

from live.given import IMEI, MAKER, field, found, sent
from phonehome.knowledge.load import load
from phonehome.live.board import Board
from phonehome.live.shown import evidence, shown, shown_news
from phonehome.live.snapshot import News
from phonehome.model import Line, Recipient


def _board() -> Board:
    board = Board(load())
    board.add(sent(MAKER, found("imei", "$.i", IMEI), fields=[field("$.i", IMEI)]))
    board.add(sent(Recipient(f"{IMEI}.push.example")))
    return board


def test_a_host_does_not_give_away_what_another_one_was_sent() -> None:
    snapshot = _board().snapshot()
    masked = shown(snapshot).rows
    assert [row.party.name for row in masked] == ["OnePlus", "49**********518.push.example"]
    assert masked[1].party.reports[0].recipient.host == "49**********518.push.example"
    assert masked[0] is snapshot.rows[0]


def test_evidence_is_masked_unless_values_are_shown() -> None:
    row = _board().snapshot().rows[0]
    (hidden,), (clear,) = evidence(row, shows_values=False), evidence(row, shows_values=True)
    assert hidden.groups[0].evidence == (Line("$.i", "49**********518", ("imei",)),)
    assert (hidden.groups[0].values, clear.groups[0].values) == (("49**********518",), (IMEI,))


def test_news_do_not_give_away_what_they_tell_of() -> None:
    host = Recipient(f"{IMEI}.push.example")
    one = sent(host, found("imei", "$.i", IMEI))
    hidden = Recipient("49**********518.push.example")
    assert shown_news(News(host.host, host, 0, is_first=True), one) == News(hidden.host, hidden, 0, is_first=True)
