from __future__ import annotations

import pytest

from infer.given import DAY, START
from infer.linking import Request, daily, requests
from phonehome.infer.graph import Graph, graph
from phonehome.infer.owners import Handed, handed_on, owners, shared

ONE, OTHER = {"serial": "53b1d26e"}, {"serial": "fe51e671"}


def _graph(*some: Request) -> Graph:
    return graph(requests(*some))


def _shared(linked: Graph) -> list[tuple[tuple[int, int], list[str]]]:
    return [(one.phones, [linked.kind(node) for node in one.nodes]) for one in shared(linked, owners(linked))]


@pytest.mark.parametrize("kind", ["email", "account_id", "phone_number", "imsi", "iccid"])
def test_two_phones_of_one_person(kind: str) -> None:
    value = {kind: "a.person@1234567890"}
    linked = _graph(*daily(range(3), "A", **ONE, **value), *daily(range(3), "A", **OTHER, **value))
    assert _shared(linked) == [((0, 1), [kind])]


def test_a_friends_number_in_a_form_is_not_ones_own() -> None:
    own = [
        daily(range(20), "A", **phone, phone_number=number)
        for phone, number in ((ONE, "07700900001"), (OTHER, "07700900002"))
    ]
    forms = [daily(range(2), "B", **phone, phone_number="07700900003") for phone in (ONE, OTHER)]
    assert _shared(_graph(*own[0], *own[1], *forms[0], *forms[1])) == []


def test_what_many_phones_share_is_no_person() -> None:
    phones = [f"53b1d2{place:02x}" for place in range(8)]
    linked = _graph(
        *(one for serial in phones for one in daily(range(3), "A", serial=serial, email="info@example.org"))
    )
    assert _shared(linked) == []


def test_two_slots_of_one_phone_are_not_two_phones() -> None:
    mail = {"email": "a@example.org"}
    slots = [daily(range(3), "A", imei=imei, **mail) for imei in ("490154203237518", "869999031236378")]
    assert _shared(_graph(*slots[0], *slots[1])) == []


def test_a_phone_that_changed_hands() -> None:
    linked = _graph(
        *daily(range(4), "A", **ONE, email="a@example.org"), *daily(range(6, 9), "A", **ONE, email="b@example.org")
    )
    (one,) = handed_on(linked, owners(linked))
    names = [linked.nodes[node].value for node in (one.old, one.new)]
    assert (names, one) == (
        ["a@example.org", "b@example.org"],
        Handed(0, "email", one.old, one.new, START + 3 * DAY, START + 6 * DAY),
    )


def test_two_accounts_at_once_are_nobody_else() -> None:
    two = [daily(range(6), "A", **ONE, email=f"{name}@example.org") for name in "ab"]
    linked = _graph(*two[0], *two[1])
    assert handed_on(linked, owners(linked)) == []
