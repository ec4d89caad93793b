from __future__ import annotations

import base64

import msgspec
import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import ECB
from msgspec import structs

from phonehome.phones import adups_2016, logs
from phonehome.phones.adups_files import TEST_KEY, Contents, logs_of, personal
from phonehome.phones.clock import iso
from phonehome.phones.scene import Options, Scene
from phones.scenes import scene_of

Row = dict[str, str | int]


@pytest.fixture(scope="module")
def week() -> Scene:
    return scene_of(adups_2016.PROFILE)


def everything(scene: Scene) -> tuple[Contents, Contents]:
    span = (scene.calendar.start, scene.calendar.end)
    return personal(scene, *span), logs_of(scene, *span)


def rows(contents: Contents, name: str) -> list[Row]:
    return msgspec.json.decode(contents.files[name], type=list[Row])


def of_kind(contents: Contents, *kinds: str) -> list[str]:
    return [value for kind, value in contents.planted if kind in kinds]


def decrypted(text: str | int) -> str:
    """The words of a message, with the key and by hand."""
    assert isinstance(text, str)
    decryptor = Cipher(TripleDES(3 * TEST_KEY), ECB()).decryptor()  # noqa: S305
    padded = decryptor.update(base64.b64decode(text, validate=True)) + decryptor.finalize()
    return padded[: -padded[-1]].decode()


def test_the_key_is_one_of_des() -> None:
    assert len(TEST_KEY) == 8


def test_list_of_apps_is_planted_as_it_stands(week: Scene) -> None:
    daily, _ = everything(week)
    assert of_kind(daily, "app_list") == [", ".join(str(row["pn"]) for row in rows(daily, "DcApp.json"))]
    assert next(iter(daily.files)) == "DcApp.json"


def test_every_app_session_is_told_and_counted(week: Scene) -> None:
    daily, _ = everything(week)
    flow = rows(daily, "dc_app_flow.json")
    texts = [f"{row['pn']} {iso(int(row['st']))}/{iso(int(row['et']))}" for row in flow]
    assert of_kind(daily, "app_usage") == texts
    counts = {row["pn"]: row["opened"] for row in rows(daily, "DcAppOp.json")}
    assert sum(int(count) for count in counts.values()) == len(flow) > 100


def test_every_page_is_told(week: Scene) -> None:
    daily, _ = everything(week)
    urls = [str(row["url"]) for row in rows(daily, "dc_browser_his.json")]
    assert of_kind(daily, "browsing") == urls
    assert len(urls) > 20


def test_status_says_who_and_where(week: Scene) -> None:
    daily, _ = everything(week)
    status = msgspec.json.decode(daily.files["DcMobileStatus.json"], type=Row)
    phone = week.phone
    assert list(status) == ["cell_id", "mcc", "mnc", "imei", "imsi", "mac", "sim_serial", "phone"]
    assert list(status.values())[1:] == [
        234,
        "30",
        phone.imeis[0],
        phone.imsi,
        phone.mac,
        phone.iccid,
        phone.number,
    ]
    kinds = ("cell_id", "operator", "imei", "imsi", "mac_address", "iccid", "phone_number")
    assert of_kind(daily, *kinds) == [str(value) for value in status.values()]
    assert status["cell_id"] in {cell.number for place in phone.places.values() for cell in place.cells}


def test_root_is_told(week: Scene) -> None:
    daily, _ = everything(week)
    assert daily.files["DcRootInfo.json"] == b'{"root":false}'
    assert of_kind(daily, "device_state") == ["false"]


def test_abroad_the_network_is_another_one(week: Scene) -> None:
    daily, _ = everything(structs.replace(week, options=Options(roaming=True)))
    assert of_kind(daily, "operator") == ["208", "01"]


def test_words_of_messages_need_the_key(week: Scene) -> None:
    _, third = everything(week)
    texts = [text for text in logs.texts(week.life, 1) if text.time >= week.calendar.start]
    read = [(row["no"], row["ts"], decrypted(row["body"])) for row in rows(third, "dc_msg_key.json")]
    assert read == [(text.number, text.time, text.words) for text in texts if text.time < week.calendar.end]
    assert of_kind(third, "message") == [value for number, _, words in read for value in (number, words)]
    assert read != []
    assert not any(words.encode() in file for _, _, words in read for file in third.files.values())


def test_calls_and_messages_are_in_one_log(week: Scene) -> None:
    _, third = everything(week)
    lines = rows(third, "DcTellMessage.json")
    calls = [line for line in lines if line["ty"] == "call"]
    assert [line["no"] for line in calls] == of_kind(third, "call_log") != []
    assert {line["dir"] for line in lines} == {"in", "out"}
    assert all(int(line["dur"]) >= 0 for line in calls)
    assert len(lines) - len(calls) == len(rows(third, "dc_msg_key.json"))


def test_a_quiet_day_has_empty_files(week: Scene) -> None:
    nothing = logs_of(week, week.calendar.start, week.calendar.start)
    assert nothing == Contents({"dc_msg_key.json": b"[]", "DcTellMessage.json": b"[]"}, ())
