from __future__ import annotations

import pytest

from phonehome.model import Value
from phonehome.shield.coarsen import coarse, time
from phonehome.shield.rules import Rule

HOUR, DAY = "hour", "day"


@pytest.mark.parametrize(
    ("value", "to", "cut"),
    [
        (1484177385, HOUR, 1484175600),
        (1484177385123, HOUR, 1484175600000),
        (1484177385123456, HOUR, 1484175600000000),
        (1484177385123, DAY, 1484092800000),
        ("1484177385123", DAY, "1484092800000"),
        ("2017-01-11T23:29:45.123Z", HOUR, "2017-01-11T23:00:00.000Z"),
        ("2017-01-11 23:29:45+01:00", DAY, "2017-01-11 00:00:00+01:00"),
        (42, HOUR, None),
        ("soon", HOUR, None),
        (b"1484177385123", HOUR, None),
    ],
)
def test_times_keep_unit_and_format(value: Value, to: str, cut: Value | None) -> None:
    assert time(value, to) == cut


@pytest.mark.parametrize(
    ("kind", "value", "coarser"),
    [
        ("location", "52.5163,13.3777", "52.5100,13.3700"),
        ("location", -13.3777, -13.37),
        ("location", 525163000, 525100000),
        ("location", "9F4MG98H+G3", "9F4MG900+"),
        ("location", "u33db2m3k", "u33db"),
        ("location", "Berlin", None),
        ("battery", 87, 80),
        ("battery", "100", "100"),
        ("os_version", "6.0.1", "6.0.0"),
        ("os_version", "OxygenOS 3.5.6", "OxygenOS 3.0.0"),
        ("device_model", "A3003 1.2", "A3003 1.0"),
        ("device_state", "client 1.2.3", "client 1.0.0"),
        ("app_usage", 1484177385123, 1484175600000),
        ("imei", "490154203237518", None),
    ],
)
def test_a_kind_is_coarsened_in_its_way(kind: str, value: Value, coarser: Value | None) -> None:
    assert coarse(kind, value, Rule("coarsen")) == coarser


def test_what_is_coarse_stays() -> None:
    rule = Rule("coarsen", decimals=1)
    assert coarse("location", "52.5000", rule) == "52.5000"
