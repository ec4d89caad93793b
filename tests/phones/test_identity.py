from __future__ import annotations

import re

from stdnum import imei, luhn

from phonehome.phones.clock import LONDON
from phonehome.phones.identity import after_resets, owner, phone
from phonehome.phones.person import person

PHONES = [phone(seed) for seed in range(40)]


def test_same_seed_is_the_same_phone() -> None:
    assert phone(3) == PHONES[3]
    assert phone(4) != PHONES[3]


def test_two_valid_imeis() -> None:
    assert all(len(set(one.imeis)) == 2 and all(map(imei.is_valid, one.imeis)) for one in PHONES)


def test_identifiers_have_their_standard_shapes() -> None:
    shapes = {
        "serial": "[0-9a-f]{8}",
        "android_id": "[0-9a-f]{16}",
        "mac": "c0:ee:fb(:[0-9a-f]{2}){3}",
        "bluetooth": "c0:ee:fb(:[0-9a-f]{2}){3}",
        "number": "07700900[0-9]{3}",
        "imsi": "23430[0-9]{10}",
        "iccid": "8944[0-9]{15}",
        "gsf_id": "3[0-9a-f]{15}",
        "advertising_id": "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    }
    wrong = [
        (name, one) for one in PHONES for name, shape in shapes.items() if not re.fullmatch(shape, getattr(one, name))
    ]
    assert wrong == []
    assert all(luhn.is_valid(one.iccid) for one in PHONES)


def test_networks_are_distinct_and_short_enough() -> None:
    for one in PHONES:
        networks = [place for place in one.places.values() if place.ssid]
        assert [place.name for place in networks] == ["home", "work", "cafe", "partner", "hotel", "venue"]
        assert len({place.bssid for place in networks}) == 6
        assert all(len(place.ssid.encode()) <= 32 for place in networks)
        assert all(re.fullmatch("00:00:5e:00:53:[0-9a-f]{2}", place.bssid) for place in networks)


def test_some_network_has_a_name_beyond_ascii() -> None:
    assert any(not one.places["home"].ssid.isascii() for one in PHONES)


def test_on_the_way_there_are_many_cells_and_no_network() -> None:
    way = PHONES[0].places["way"]
    assert (len(way.cells), way.ssid, way.bssid) == (8, "", "")


def test_owner_knows_values_but_no_cells() -> None:
    one, carrier = PHONES[1], person(1)
    known = owner([one], carrier, LONDON)
    assert known.values["phone_number"] == ("+44" + one.number[1:],)
    assert known.values["ssid"] == (one.places["home"].ssid, one.places["work"].ssid)
    assert known.values["imei"] == one.imeis
    assert known.values["serial"] == (one.serial, one.board)
    assert known.values["email"] == (carrier.email,)
    assert known.values["gsf_id"] == (one.gsf_id,)
    assert known.values["advertising_id"] == (one.advertising_id,)
    assert set(known.values["contact"]) == {"+44" + contact.number[1:] for contact in carrier.contacts}
    assert "cell_id" not in known.values
    assert (known.region, known.timezone) == ("GB", "Europe/London")


def test_every_place_of_the_owner_has_five_decimals() -> None:
    places = [text for seed, one in enumerate(PHONES) for text in owner([one], person(seed), LONDON).values["location"]]
    assert [text for text in places if not re.fullmatch(r"\d\d\.\d{5},-\d\.\d{5}", text)] == []


def test_a_home_may_have_no_wifi() -> None:
    home = phone(1, wifi_at_home=False).places["home"]
    assert (home.ssid, home.bssid) == ("", "")
    assert home.cells == phone(1).places["home"].cells


def test_a_reset_draws_anew_what_the_system_draws_alone() -> None:
    one, first, second = phone(1), after_resets(phone(1), 1), after_resets(phone(1), 2)
    assert after_resets(one, 0) == one
    assert len({phone.advertising_id for phone in (one, first, second)}) == 3
    kept = ("imeis", "serial", "board", "mac", "number", "places")
    assert [getattr(first, name) for name in kept] == [getattr(one, name) for name in kept]
    known = owner([one, first], person(1), LONDON)
    assert known.values["advertising_id"] == (one.advertising_id, first.advertising_id)
