from __future__ import annotations

import pytest
from msgspec.structs import replace

from live.given import CLICK, IMEI, MAKER, NOBODY, NOON, field, found, refused, sent
from phonehome.engine import Examined
from phonehome.knowledge.load import load
from phonehome.live.board import Board, Bounds
from phonehome.live.snapshot import News, Sums
from phonehome.model import Recipient

IMEI_SURE = found("imei", "$.i", IMEI)
IMEI_MAYBE = found("imei", "$.i", IMEI, "possible")
TABLE: list[tuple[Examined, News]] = [
    (sent(MAKER), News("OnePlus", MAKER, NOON, is_first=True)),
    (sent(MAKER), News("OnePlus", MAKER, NOON)),
    (sent(CLICK, IMEI_MAYBE), News("OnePlus", CLICK, NOON, is_first=True, kinds=(("imei", "possible"),))),
    (sent(CLICK, IMEI_MAYBE), News("OnePlus", CLICK, NOON)),
    (sent(MAKER, IMEI_SURE, IMEI_MAYBE), News("OnePlus", MAKER, NOON, kinds=(("imei", "confirmed"),))),
    (sent(MAKER, found("serial", "$.s", "0", "dummy")), News("OnePlus", MAKER, NOON)),
    (refused(NOBODY, 5), News("ads.example.org", NOBODY, 5, is_first=True, is_refusal=True)),
    (refused(NOBODY), News("ads.example.org", NOBODY, NOON)),
    (refused(MAKER), News("OnePlus", MAKER, NOON, is_refusal=True)),
]


@pytest.fixture
def board() -> Board:
    return Board(load())


def test_what_is_new_is_said_once(board: Board) -> None:
    assert [board.add(one) for one, _ in TABLE] == [news for _, news in TABLE]


def test_hosts_of_one_organisation_share_a_row(board: Board) -> None:
    for one, _ in TABLE:
        board.add(one)
    maker, nobody = board.snapshot().rows
    assert (maker.number, maker.party.name, len(maker.party.reports), maker.changed) == (1, "OnePlus", 2, 9)
    assert [(one.kind, one.count, one.certainty) for one in maker.kinds] == [("imei", 1, "confirmed")]
    assert (nobody.number, nobody.party.attempted, nobody.refused, nobody.kinds) == (2, 2, NOON, ())
    assert board.snapshot().sums == Sums(6, 3, 1800, 1500)


def test_a_row_is_made_anew_only_when_it_changes(board: Board) -> None:
    board.add(sent(MAKER))
    board.add(sent(NOBODY))
    before = {row.number: row for row in board.snapshot().rows}
    board.add(sent(NOBODY))
    after = {row.number: row for row in board.snapshot().rows}
    assert after[1] is before[1]
    assert (after[2].changed, before[2].changed) == (3, 2)


def test_an_exchange_proves_alike_findings_once_with_the_last(board: Board) -> None:
    fields = [field("$.a[0]", "one"), field("$.a[1]", "two")]
    board.add(sent(MAKER, found("app_list", "$.a[0]", "one"), found("app_list", "$.a[1]", "two"), fields=fields))
    (group,) = board.snapshot().rows[0].party.reports[0].groups
    assert (group.place, group.count, group.values, group.location) == (
        "$.a[]",
        2,
        ("two", "one"),
        "e0 body > json $.a[1]",
    )


def test_past_the_bound_quiet_hosts_go_first_and_the_sums_stay() -> None:
    board = Board(load(), Bounds(hosts=3))
    board.add(sent(MAKER, IMEI_SURE))
    for number in range(5):
        board.add(sent(Recipient(f"h{number}.example")))
    snapshot = board.snapshot()
    assert [row.party.name for row in snapshot.rows] == ["OnePlus", "h3.example", "h4.example"]
    assert (snapshot.dropped, snapshot.sums.exchanges) == (3, 6)


def test_past_the_bound_of_groups_the_longest_unseen_hosts_go() -> None:
    board = Board(load(), Bounds(groups=2))
    for number in range(5):
        board.add(sent(Recipient(f"h{number}.example"), IMEI_SURE, found("ssid", "$.s", f"net {number}")))
    snapshot = board.snapshot()
    assert ([row.party.name for row in snapshot.rows], snapshot.dropped) == (["h4.example"], 4)


def test_past_the_bound_the_oldest_payloads_are_forgotten() -> None:
    board = Board(load(), Bounds(proofs=1))
    fields = [field("$.i", IMEI)]
    for to in (MAKER, CLICK):
        board.add(sent(to, IMEI_SURE, fields=fields))
    reports = {one.recipient: one for one in board.snapshot().rows[0].party.reports}
    assert (reports[MAKER].groups[0].evidence, len(reports[CLICK].groups[0].evidence)) == ((), 1)


def test_dropped_hosts_take_their_payloads_along() -> None:
    board = Board(load(), Bounds(hosts=1))
    for number in range(4):
        board.add(sent(Recipient(f"h{number}.example"), IMEI_SURE, fields=[field("$.i", IMEI)]))
    (row,) = board.snapshot().rows
    assert (row.party.name, len(row.party.reports[0].groups[0].evidence)) == ("h3.example", 1)


def test_a_row_says_how_many_values_it_kept_no_more(board: Board) -> None:
    for number in range(9):
        board.add(sent(MAKER, found("ssid", "$.s", f"net {number}")))
    assert board.snapshot().rows[0].forgotten == 6


def test_a_name_without_end_is_cut(board: Board) -> None:
    board.add(sent(replace(NOBODY, host="x" * 9_000)))
    assert board.snapshot().rows[0].party.name == "x" * 239 + "…"


def test_times_may_be_missing(board: Board) -> None:
    board.add(sent(MAKER, at=None))
    board.add(refused(MAKER, None))
    row = board.snapshot().rows[0]
    assert (row.last, row.refused, row.party.attempted) == (None, None, 1)
