from __future__ import annotations

import pytest

from phonehome.knowledge.load import load
from phonehome.telemetry.breach.roles import ROLES, Sample, guesses


def test_every_kind_has_one_role() -> None:
    assert sorted(kind for kinds in ROLES.kinds.values() for kind in kinds) == sorted(load().kinds)


def test_points_are_of_known_kinds() -> None:
    assert {kind for line in ROLES.points.kinds for kind in line} <= set(load().kinds)


def test_a_name_stands_once() -> None:
    names = [name for row in ROLES.columns for name in row.names]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("name", "type_", "value", "role", "kind"),
    [
        ("imei", "VARCHAR", "", "identifier", "imei"),
        ("Device-IMEI", "BIGINT", 490154203237518, "identifier", "imei"),
        ("x1", "VARCHAR", "anna@example.org", "identifier", "email"),
        ("tel", "VARCHAR", "+447700900123", "identifier", "phone_number"),
        ("contact_mac", "VARCHAR", "c0:ee:fb:49:62:04", "identifier", "mac_address"),
        ("SSID", "VARCHAR", "VM1057143", "quasi", "ssid"),
        ("sex", "VARCHAR", "f", "quasi", "gender"),
        ("date_of_birth", "DATE", "1980-01-02", "quasi", "birth_date"),
        ("postcode", "VARCHAR", "04109", "quasi", "address"),
        ("Marital Status", "VARCHAR", "single", "quasi", ""),
        ("diagnosis", "VARCHAR", "flu", "sensitive", ""),
        ("battery_level", "BIGINT", 93, "sensitive", "battery"),
        ("seen", "TIMESTAMP", "2017-01-09 22:13:20", "time", ""),
        ("ts", "BIGINT", 1, "time", ""),
        ("when_it_was", "BIGINT", 1_484_000_000_123, "time", ""),
        ("x2", "VARCHAR", "whatever", "unused", ""),
        ("x3", "BOOLEAN", True, "unused", ""),
        ("x4", "VARCHAR", None, "unused", ""),
        ("", "VARCHAR", "a", "unused", ""),
    ],
)
def test_what_a_column_is(name: str, type_: str, value: object, *, role: str, kind: str) -> None:
    (found,) = guesses(Sample((name,), (type_,), ((value,),)), load())
    assert (found.role, found.kind) == (role, kind)


def test_a_kind_that_few_values_have_is_not_the_columns() -> None:
    rows = (("anna@example.org",), ("hello",), ("good bye",))
    (found,) = guesses(Sample(("remark",), ("VARCHAR",), rows), load())
    assert found.role == "unused"


def test_latitude_and_longitude_stand_together() -> None:
    found = guesses(Sample(("lat", "lon"), ("DOUBLE", "DOUBLE"), ((52.5163, 13.3777),)), load())
    assert [one.kind for one in found] == ["location", "location"]


def test_names_that_differ_by_separators_only() -> None:
    found = guesses(Sample(("e_mail", "e-mail"), ("VARCHAR", "VARCHAR"), (("anna@example.org", None),)), load())
    assert [one.kind for one in found] == ["email", "email"]


def test_a_table_without_rows() -> None:
    assert [one.role for one in guesses(Sample(("imei", "x"), ("VARCHAR", "VARCHAR"), ()), load())] == [
        "identifier",
        "unused",
    ]
