from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from phonehome.knowledge.load import load
from phonehome.model import Owner
from phonehome.owner import parse
from phonehome.owner_toml import EXAMPLE, write

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def test_the_example_is_accepted_and_names_a_value_of_each_sort() -> None:
    owner = parse(EXAMPLE, load())
    assert (owner.region, owner.timezone) == ("GB", "Europe/London")
    assert set(owner.values) >= {"imei", "phone_number", "mac_address", "email", "location", "ssid", "android_id"}


def test_remarks_stand_as_comments_above_the_values() -> None:
    owner = Owner({"imei": ("490154203237518",), "ssid": ('"Café"',)}, "GB", "Europe/London")
    assert write(owner, ("a phone", "two\nlines")) == (
        "# a phone\n# two lines\n\n"
        '[values]\nimei = ["490154203237518"]\nssid = ["\\"Café\\""]\n\n'
        '[context]\nregion = "GB"\ntimezone = "Europe/London"\n'
    )


def test_an_owner_without_anything_is_an_empty_table() -> None:
    assert write(Owner()) == "[values]\n"


@given(st.lists(TEXT, min_size=1), st.lists(TEXT))
def test_any_text_comes_back(values: list[str], remarks: list[str]) -> None:
    read = tomllib.loads(write(Owner({"name": tuple(values)}), remarks))
    assert read == {"values": {"name": values}}
