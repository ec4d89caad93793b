from __future__ import annotations

from datetime import UTC, datetime
from plistlib import UID

import pytest

from phonehome.decode.codec import Bounded
from phonehome.decode.tree import changed, flatten, step

DAY = datetime(2017, 1, 15, tzinfo=UTC)
TREE: dict[str, object] = {"a": [1, None, True, {}], "b c": b"x", "day": DAY, "uid": UID(5)}


def test_leaves_stand_under_their_paths() -> None:
    assert flatten(TREE) == [
        ("$.a[0]", 1),
        ("$.a[2]", "true"),
        ('$["b c"]', b"x"),
        ("$.day", "2017-01-15T00:00:00+00:00"),
        ("$.uid", "UID(5)"),
    ]


def test_a_false_value_is_told() -> None:
    assert flatten([False]) == [("$[0]", "false")]


def test_wanted_leaves_change_and_all_else_stays() -> None:
    wanted = dict(flatten(TREE)) | {"$.a[0]": 2, "$.a[2]": "false"}
    assert changed(TREE, wanted) == {"a": [2, None, False, {}], "b c": b"x", "day": DAY, "uid": UID(5)}


def test_a_number_as_a_key_stands_bare() -> None:
    assert (step(5), step("five")) == ("[5]", ".five")


def test_a_tree_that_is_too_deep_or_large_is_refused() -> None:
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    for tree in (deep, [0] * 100_001):
        with pytest.raises(Bounded, match=r"deeper than 200|more than 100000"):
            flatten(tree)
