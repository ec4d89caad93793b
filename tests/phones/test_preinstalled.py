from __future__ import annotations

import pytest
from msgspec import structs

from phonehome.phones.apps import ALWAYS, OPTIONAL
from phonehome.phones.person import person
from phonehome.phones.preinstalled import MEDIATEK, MIUI, PIXEL, SAMSUNG, carrying

MAKERS = (MIUI, MEDIATEK, SAMSUNG, PIXEL)


@pytest.mark.parametrize("names", MAKERS)
def test_other_makers_have_other_names_for_the_phones_own_apps(names: dict[str, str]) -> None:
    carried = carrying(person(1), names)
    packages = [app.package for app in carried.apps]
    assert not any("oneplus" in package for package in packages)
    assert len(set(packages)) == len(packages)
    assert set(names) <= {app.package for app in ALWAYS}
    assert set(names.values()).isdisjoint(app.package for app in OPTIONAL)


@pytest.mark.parametrize("names", MAKERS)
def test_nothing_but_names_changes(names: dict[str, str]) -> None:
    back = {new: old for old, new in names.items()}
    assert carrying(carrying(person(1), names), back) == person(1)
    assert structs.replace(carrying(person(1), names), apps=()) == structs.replace(person(1), apps=())
