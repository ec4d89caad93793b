from __future__ import annotations

from phonehome.infer.change import FieldChange, RecipientChange
from phonehome.infer.veil import hidden


def test_addresses_and_paths_are_rewritten() -> None:
    change = RecipientChange("A", "", (), (), (), (FieldChange("a/u", "$.b", 1, 0),), {})
    assert hidden(change, str.upper).fields == (FieldChange("A/U", "$.B", 1, 0),)
