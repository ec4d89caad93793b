from __future__ import annotations

from msgspec.structs import replace

from live.given import CLICK, IMEI, MAKER, NOBODY, found, refused, sent
from phonehome.knowledge.load import load
from phonehome.live.board import Board
from phonehome.live.snapshot import Snapshot
from phonehome.live.table import Room, sums, table
from phonehome.model import Recipient
from phonehome.report.material import Look
from phonehome.report.terminal import printed
from phonehome.report.words import CROSS


def _snapshot(hosts: int = 0) -> Snapshot:
    board = Board(load())
    board.add(sent(MAKER, found("imei", "$.i", IMEI), found("battery", "$.b", "9", "possible")))
    board.add(refused(NOBODY))
    for number in range(hosts):
        board.add(sent(Recipient(f"h{number}.example")))
    return board.snapshot()


def _drawn(snapshot: Snapshot, *, height: int = 24, colour: bool = False) -> list[str]:
    return printed([table(snapshot, Room(80, height), "2 recorded")], Look(80, colour)).decode().splitlines()


def test_a_row_says_who_what_how_much_and_when() -> None:
    heads, _, maker, nobody = _drawn(_snapshot())[-4:]
    assert heads.split() == ["recipient", "what", "was", "found", "requests", "sent", "last,", "UTC"]
    assert maker.startswith("OnePlus · open.onepl")
    assert f"IMEI 1{CROSS}, battery 1{CROSS}" in maker
    assert maker.split()[-3:] == ["300", "B", "12:00:00"]
    assert nobody.startswith("ads.example.org")
    assert "1 attempt that sent" in nobody


def test_the_sums_stand_above() -> None:
    assert sums(_snapshot(), "2 recorded") == (
        "2 recorded · 2 recipients · 1 request · 300 bytes sent, 83 % understood · 1 attempt that sent nothing"
    )
    assert sums(Snapshot()) == "0 recipients · 0 requests"


def test_the_table_is_cut_to_the_height() -> None:
    lines = _drawn(replace(_snapshot(30), dropped=4), height=12)
    assert lines[-1] == "and 26 more recipients; 4 hosts no longer listed here, but in the case"
    assert len(lines) < 12


def test_no_line_is_wider_than_the_terminal() -> None:
    hosts = [Recipient("x" * 200, "y" * 200, "CN", "maker"), Recipient("z" * 200)]
    board = Board(load())
    for host in hosts:
        board.add(sent(host, *[found(kind, "$.i", IMEI) for kind in load().kinds]))
    assert max(map(len, _drawn(board.snapshot()))) <= 80


def test_what_gives_much_away_is_red_and_what_is_only_possible_dim() -> None:
    text = "\n".join(_drawn(_snapshot(), colour=True))
    assert f"\x1b[1;31mIMEI 1{CROSS}" in text
    assert f"\x1b[2mbattery 1{CROSS}" in text


def test_a_host_cannot_write_to_the_terminal() -> None:
    board = Board(load())
    board.add(sent(Recipient("a\x1b]0;b\u202e[red]c")))
    assert _drawn(board.snapshot())[-1].startswith("a\\x1b]0;b\\u202e[red]c")


def _many(hosts: int) -> Snapshot:
    board = Board(load())
    board.add(sent(MAKER, found("imei", "$.i", IMEI)))
    for host in (CLICK, *(Recipient(f"h{number}.oneplus.net", "OnePlus", "CN", "maker") for number in range(hosts))):
        board.add(refused(host))
    board.add(sent(NOBODY))
    return board.snapshot()


def test_the_hosts_of_an_organisation_stand_below_it() -> None:
    maker, first, second, *others = _drawn(_many(6))[-8:]
    assert (maker.startswith("OnePlus · China"), "300 B" in maker) == (True, True)
    assert (first.split()[0], f"IMEI 1{CROSS}" in first) == ("open.oneplus.net", True)
    assert (second.split()[0], "1 attempt that sent" in second) == ("click.oneplus.cn", True)
    assert others[3].split()[:4] == ["and", "3", "more", "hosts"]
    assert others[4].startswith("ads.example.org")


def test_recipients_with_their_hosts_fit_the_height() -> None:
    lines = _drawn(_many(6), height=13)
    assert (len(lines) <= 13, lines[-1]) == (True, "and 1 more recipient")
