from __future__ import annotations

import pytest

from infer.given import Found, Held, Sent, given
from infer.linking import daily, requests
from phonehome.infer.evidence import Evidence
from phonehome.infer.graph import Edge, edges, graph, is_hardware, is_of_person

ONE, OTHER = "490154203237518", "869999031236378"


def _phones(evidence: Evidence) -> list[list[str]]:
    """The values of each phone."""
    linked = graph(evidence)
    phones: dict[int, list[str]] = {}
    for node, phone in linked.phones.items():
        phones.setdefault(phone, []).append(linked.nodes[node].value)
    return list(phones.values())


def test_what_travels_together_is_one_phone() -> None:
    some = requests(
        (0, "A", {"imei": ONE, "serial": "53b1d26e"}), (1, "B", {"serial": "53b1d26e", "gsf_id": "39c8b14aa2da84f3"})
    )
    assert _phones(some) == [["39c8b14aa2da84f3", ONE, "53b1d26e"]]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("public_ip", "203.0.113.7"),
        ("ssid", "BTHub6-AB12"),
        ("bssid", "00:00:5e:00:53:01"),
        ("device_model", "ONE A2003"),
        ("country", "GB"),
        ("email", "home@example.org"),
        ("account_id", "household12345678"),
    ],
)
def test_what_a_household_shares_makes_no_one_phone(kind: str, value: str) -> None:
    both = requests((0, "A", {"imei": ONE, kind: value}), (1, "A", {"imei": OTHER, kind: value}))
    assert _phones(both) == [[ONE], [OTHER]]


def test_an_access_point_that_is_called_a_mac_address_links_nobody() -> None:
    router = {"mac_address": "00:00:5E:00:53:01"}
    some = requests(
        (0, "A", {"imei": ONE, **router}), (1, "A", {"imei": OTHER, **router}), (2, "B", {"bssid": "00005e005301"})
    )
    assert _phones(some) == [[ONE], [OTHER]]


def test_identifiers_of_a_system_without_hardware_are_of_no_known_phone() -> None:
    assert _phones(requests((0, "A", {"gsf_id": "39c8b14aa2da84f3", "advertising_id": "4bba2c6a49dd4164"}))) == []


def test_a_word_is_no_account() -> None:
    linked = graph(requests((0, "A", {"imei": ONE, "account_id": "guest"})))
    assert linked.edges == ()


def test_a_list_of_others_identifiers_links_nothing() -> None:
    found = [Found(0, "bluetooth_mac", f"c0:ee:fb:00:00:{place:02x}", path=f"$[{place}]") for place in range(30)]
    assert graph(given([Sent()], found)).together == ()


def test_an_unnamed_value_of_two_phones_is_a_constant() -> None:
    days = daily(range(4), "A", imei=ONE) + daily(range(4, 8), "A", imei=OTHER)
    sent = [Sent(day * 86_400_000, path=f"/{'ab'[day % 2]}") for day, _, _ in days]
    found = [Found(place, "imei", values["imei"]) for place, (_, _, values) in enumerate(days)]
    mine = [Held(place, "39c8b14aa2da84f3", path="$.x") for place in range(4)]
    shared = [Held(place, "a90747a5ecddd7dd") for place in range(8)]
    linked = graph(given(sent, found, held=[*mine, *shared]))
    assert [(linked.nodes[one.one].value, linked.nodes[one.other].value) for one in linked.edges] == [
        (ONE, "39c8b14aa2da84f3")
    ]


def test_an_edge_counts_its_requests() -> None:
    linked = graph(
        requests(*daily((0, 2, 5), "A", imei=ONE, serial="53b1d26e"), *daily((1,), "B", imei=ONE, serial="53b1d26e"))
    )
    start = 1_484_524_800_000
    day = 86_400_000
    assert (
        edges(linked.together)
        == linked.edges
        == (
            Edge(0, 1, "A", 3, start, start + 5 * day),
            Edge(0, 1, "B", 1, start + day, start + day),
        )
    )


def test_kinds_of_phones_and_of_people() -> None:
    assert (is_hardware("imei"), is_hardware("imsi"), is_hardware("bssid")) == (True, False, False)
    assert (is_of_person("imsi"), is_of_person("email"), is_of_person("advertising_id")) == (True, True, False)
