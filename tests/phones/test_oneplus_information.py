from __future__ import annotations

from msgspec import structs

from phonehome.phones.oneplus_2017 import MODEL
from phonehome.phones.oneplus_information import KINDS, SLOTS, information, told
from phonehome.phones.scene import Options, Scene
from phonehome.phones.stays import Stay
from phonehome.phones.wire import Json


def at(scene: Scene, place: str) -> Scene:
    stay = Stay(place, scene.calendar.start, scene.calendar.end)
    return structs.replace(scene, life=structs.replace(scene.life, stays=(stay,)))


def test_every_key_but_the_time_has_a_kind(scene: Scene) -> None:
    keys = set(information(scene, MODEL, scene.calendar.start))
    assert keys - {"ts"} == set(KINDS) - {"rv"}
    assert set(KINDS) > SLOTS


def test_slots_are_told_one_by_one_and_empty_ones_not_at_all() -> None:
    payload: dict[str, Json] = {"im": "1,2", "npn": "07700900001,", "ncn": ",", "pcba": "", "ts": 5}
    assert list(told(payload)) == [("imei", "1"), ("imei", "2"), ("phone_number", "07700900001")]


def test_values_are_told_as_a_reader_would_call_them() -> None:
    payload: dict[str, Json] = {"nws": '"Café, Zoë"', "ro": False, "bl": 82, "nwb": "00:00:5e:00:53:01"}
    assert sorted(told(payload)) == [
        ("battery", "82"),
        ("bssid", "00:00:5e:00:53:01"),
        ("device_state", "false"),
        ("ssid", "Café, Zoë"),
    ]


def test_at_home_the_network_is_named(scene: Scene) -> None:
    home = scene.phone.places["home"]
    said = information(at(scene, "home"), MODEL, scene.calendar.start)
    assert (said["nws"], said["nwb"]) == (f'"{home.ssid}"', home.bssid)
    assert (said["ga"], said["ge"]) in {(cell.area, cell.number) for cell in home.cells}


def test_on_the_way_there_are_dummies_that_count_for_nothing(scene: Scene) -> None:
    said = information(at(scene, "way"), MODEL, scene.calendar.start)
    assert (said["nws"], said["nwb"]) == ("<unknown ssid>", "00:00:00:00:00:00")
    assert not {"ssid", "bssid"} & {kind for kind, _ in told(said)}


def test_the_choice_is_reported(scene: Scene) -> None:
    out = structs.replace(scene, options=Options(opted_out=True))
    assert [information(one, MODEL, scene.calendar.start)["iac"] for one in (scene, out)] == [1, 0]


def test_who_roams_names_another_operator(scene: Scene) -> None:
    abroad = structs.replace(scene, options=Options(roaming=True))
    said = information(abroad, MODEL, scene.calendar.start)
    assert (said["noi"], said["nci"], said["gc"], said["gn"]) == ("20801,", "23430,", 208, 1)


def test_a_board_serial_is_sent_by_models_that_have_one(scene: Scene) -> None:
    newer = structs.replace(MODEL, board=True)
    told_serials = [information(scene, model, scene.calendar.start)["pcba"] for model in (MODEL, newer)]
    assert told_serials == ["", scene.phone.board]
