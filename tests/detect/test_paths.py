from __future__ import annotations

import pytest

from phonehome.detect.paths import general, last_name, plain, record_of


@pytest.mark.parametrize(
    ("path", "name", "record", "without"),
    [
        ("$.dl[0].imei", "imei", "$.dl[0]", "$.dl[].imei"),
        ("$.dl[0].tk[1][0]", "tk", "$.dl[0]", "$.dl[].tk[][]"),
        ('$.a["b c"]', "b c", "$.a", '$.a["b c"]'),
        ('$.a["b c"][3]', "b c", "$.a", '$.a["b c"][]'),
        ("uid[1]", "uid", "", "uid[]"),
        ("x-device-imei", "x-device-imei", "", "x-device-imei"),
        ("[0]", "", "", "[]"),
        ("$", "$", "", "$"),
        ("", "", "", ""),
        ("query.imei", "imei", "query", "query.imei"),
    ],
)
def test_name_record_and_place(path: str, name: str, record: str, without: str) -> None:
    assert (last_name(path), record_of(path), general(path)) == (name, record, without)


@pytest.mark.parametrize("name", ["deviceId", "device_id", "DEVICE-ID", "device.id"])
def test_a_plain_name_has_no_case_and_no_separators(name: str) -> None:
    assert plain(name) == "deviceid"
