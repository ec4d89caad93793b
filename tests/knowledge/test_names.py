from __future__ import annotations

import re
from collections import Counter

import pytest

from phonehome.detect.checks import CHECKS
from phonehome.detect.paths import plain
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Name

KNOWN = load()


def test_names_are_written_in_lower_case_without_separators() -> None:
    names = [name for row in KNOWN.names for name in (*row.names, *row.beside)]
    assert [name for name in names if name != plain(name)] == []


def test_no_name_stands_twice_in_a_row() -> None:
    assert [row.kind for row in KNOWN.names if len(set(row.names)) < len(row.names)] == []


def test_a_name_means_one_kind() -> None:
    kinds = {(name, row.kind) for row in KNOWN.names for name in row.names}
    assert [name for name, count in Counter(name for name, _ in kinds).items() if count > 1] == []


@pytest.mark.parametrize("row", KNOWN.names, ids=[f"{row.kind} {row.names[0]}" for row in KNOWN.names])
def test_every_row_has_a_shape_that_asks_for_something_and_a_check_that_exists(row: Name) -> None:
    assert re.fullmatch(row.shape, "", re.DOTALL) is None
    assert row.check in CHECKS


def test_a_vocabulary_needs_several_of_its_keys_together() -> None:
    assert [(row.maker, 5 <= row.least < len(row.keys)) for row in KNOWN.vocabularies] == [("OnePlus", True)]


def test_an_event_has_one_kind() -> None:
    names = Counter(name for row in KNOWN.events for name in row.names)
    assert [name for name, count in names.items() if count > 1] == []
