from __future__ import annotations

from phonehome.model import Damage, Input
from phonehome.read.recording import GROWS
from phonehome.report.faults import damaged, fault, noted

LOST, CUT, NOTE, GROWING = (
    Damage(4_711, 1, "torn"),
    Damage(99, 0, "it ends"),
    Damage(0, 0, "no key"),
    Damage(9, 0, GROWS),
)
READ = Input("a.pcap", "", 100, "pcap", 1_412, (LOST, CUT, NOTE, GROWING))


def test_lost_bytes_are_damage_and_all_else_is_noted() -> None:
    assert list(damaged(READ)) == ["1 byte from byte 4,711 could not be read: torn"]
    assert list(noted(READ)) == ["it ends (at byte 99)", "no key", "still being recorded: 1,412 exchanges so far"]


def test_a_fault_is_told_alone() -> None:
    assert fault(NOTE, READ) == "no key"
