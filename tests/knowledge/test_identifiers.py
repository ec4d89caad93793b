from __future__ import annotations

import re

import pytest

from phonehome.detect.checks import CHECKS
from phonehome.detect.scan import patterns
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Dummy, Identifier

ROWS = load().identifiers


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.kind} {row.standard}" for row in ROWS])
def test_every_row_names_a_check_a_standard_and_its_risk(row: Identifier) -> None:
    assert row.check in CHECKS
    assert row.standard
    assert row.risk.endswith(".")


@pytest.mark.parametrize(("shape", "beside"), [(row.shape, row.beside) for row in ROWS])
def test_every_shape_is_read_by_both_engines_and_never_matches_nothing(shape: str, beside: str) -> None:
    assert re.fullmatch(shape, "") is None
    assert re.compile(shape).groups <= 1
    engines = patterns([(shape, beside)], fast=True), patterns([(shape, beside)], fast=False)
    assert [engine(b"") for engine in engines] == [[], []]


@pytest.mark.parametrize("row", load().dummies)
def test_every_dummy_is_explained(row: Dummy) -> None:
    assert re.fullmatch(row.value, "") is None
    assert row.means.endswith(".")
    assert row.kinds
