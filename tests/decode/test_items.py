from __future__ import annotations

import pytest

from phonehome.decode import items
from phonehome.decode.items import UNTIL_END, Broken, Item, Leaf


def read(data: bytes, at: int) -> Item:
    """A toy: ``(`` opens a list, ``{`` a map, ``)`` ends both, ``!`` wraps, ``0`` is null, letters are texts of one."""
    sign = chr(data[at])
    kinds: dict[str, Item] = {
        "(": Item("array", at + 1, UNTIL_END),
        "{": Item("map", at + 1, UNTIL_END),
        ")": Item("end", at + 1),
        "!": Item("wrapper", at + 1),
        "0": Item("leaf", at + 1),
        "5": Item("leaf", at + 1, value=5),
    }
    if sign == "?":
        raise Broken
    return kinds.get(sign, Item("leaf", at + 1, value=sign))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"(a!b0)", [Leaf("$[0]", "a", 1, 2), Leaf("$[1]", "b", 3, 4)]),
        (b"{ab5(c))", [Leaf("$.a", "b", 2, 3), Leaf("$[5][0]", "c", 5, 6)]),
        (b"{-b)", [Leaf('$["-"]', "b", 2, 3)]),
        (b"{abab)", None),
        (b"{(ab)", None),
        (b"(abcd?)", None),
        (b"(abcd", None),
        (b"a", None),
        (b"(55555)", None),
        (b"!)abcd", None),
        (b"{\x01b)", None),
    ],
)
def test_leaves_are_found_with_their_stretches(data: bytes, found: list[Leaf] | None) -> None:
    assert items.leaves(data, read) == found


def test_only_the_changed_leaf_is_written_anew() -> None:
    found = [Leaf("$[0]", "a", 1, 2), Leaf("$[1]", "b", 2, 3)]
    assert items.rewritten(b"(ab)", found, {"$[0]": "a", "$[1]": "c"}, lambda value: str(value).encode()) == b"(ac)"


def test_a_leaf_that_cannot_be_written_refuses_all() -> None:
    assert items.rewritten(b"(a)", [Leaf("$[0]", "a", 1, 2)], {"$[0]": "b"}, lambda _: None) is None


def test_nothing_found_is_no_part() -> None:
    assert (items.parts(None), items.parts([Leaf("$", "a", 0, 1)])) == (None, [("$", "a")])
