from __future__ import annotations

from infer.given import DAY, START
from infer.linking import Request, daily, requests
from phonehome.infer.bridges import Bridge, bridges
from phonehome.infer.graph import graph
from phonehome.infer.resets import changes

OLD, NEW, IMEI, SERIAL = "39c8b14aa2da84f3", "a90747a5ecddd7dd", "490154203237518", "53b1d26e"


def _bridges(*some: Request) -> list[tuple[str, str, str, Bridge]]:
    evidence = requests(*some)
    linked = graph(evidence)
    found = bridges(linked, changes(evidence, linked))
    return [
        (linked.nodes[one.old].value, linked.nodes[one.new].value, linked.nodes[one.over].value, one) for one in found
    ]


def test_who_gets_both_pairs_knows_alone() -> None:
    before = daily(range(5), "A", gsf_id=OLD, imei=IMEI)
    after = [*daily(range(5, 9), "A", gsf_id=NEW), *daily((7,), "A", gsf_id=NEW, imei=IMEI)]
    ((old, new, over, bridge),) = _bridges(*before, *after)
    assert (old, new, over, bridge.alone, bridge.traders) == (OLD, NEW, IMEI, ("A",), ())
    assert (bridge.before, bridge.at) == (START + 4 * DAY, START + 7 * DAY)


def test_two_who_get_one_pair_each_know_together() -> None:
    a = [*daily(range(5), "A", gsf_id=OLD, imei=IMEI), *daily(range(5, 9), "A", gsf_id=NEW)]
    ((_, _, over, bridge),) = _bridges(*a, *daily((6,), "B", gsf_id=NEW, imei=IMEI))
    assert (over, bridge.alone, bridge.traders) == (IMEI, (), ("A", "B"))


def test_each_lasting_identifier_is_a_bridge() -> None:
    before = daily(range(5), "A", gsf_id=OLD, imei=IMEI, serial=SERIAL)
    after = daily(range(5, 9), "A", gsf_id=NEW, imei=IMEI, serial=SERIAL)
    assert {over for _, _, over, _ in _bridges(*before, *after)} == {IMEI, SERIAL}


def test_what_is_reset_too_is_no_bridge() -> None:
    before = daily(range(5), "A", gsf_id=OLD, other_identifier="f3ZVKtaXRHRoo7dmfrAsDT")
    after = daily(range(5, 9), "A", gsf_id=NEW, other_identifier="f3ZVKtaXRHRoo7dmfrAsDT")
    assert _bridges(*before, *after) == []


def test_without_a_reset_there_is_none() -> None:
    assert _bridges(*daily(range(9), "A", gsf_id=OLD, imei=IMEI)) == []
