from __future__ import annotations

from phonehome.infer.hiding import veil
from phonehome.masking import mask


def test_found_values_and_keys_like_values_are_hidden() -> None:
    hide = veil(["alice1984", "alice19"], mask)
    assert hide('$.users.Alice1984["a@b.example"].x') == '$.users.A*******4["a****@b****"].x'


def test_keys_are_hidden_where_no_value_was_found() -> None:
    assert veil([], mask)('$["a@b.example"]') == '$["a****@b****"]'


def test_nothing_is_hidden_where_values_are_shown() -> None:
    assert (veil(["alice1984"], str)("$.alice1984"), veil([], str)('$["a@b.example"]')) == (
        "$.alice1984",
        '$["a@b.example"]',
    )
