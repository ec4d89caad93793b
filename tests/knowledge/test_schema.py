from __future__ import annotations

import msgspec
import pytest
from msgspec import Struct

from phonehome.knowledge import schema
from phonehome.knowledge.schema import Endpoint, Identifier, Kind, Name

ROWS = [
    row
    for row in vars(schema).values()
    if isinstance(row, type) and issubclass(row, Struct) and row not in {Struct, schema.Knowledge}
]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_frozen_and_refuses_unknown_keys(row: type[Struct]) -> None:
    config = row.__struct_config__
    assert (config.frozen, config.forbid_unknown_fields) == (True, True)


@pytest.mark.parametrize(
    ("row", "given"),
    [
        (Kind, {"label": "", "group": "", "resettable": "no", "sensitivity": "low", "dpv": ""}),
        (Kind, {"label": "", "group": "", "resettable": True, "sensitivity": "huge", "dpv": ""}),
        (Identifier, {"kind": "", "shape": "", "certainty": "sure", "risk": "", "standard": ""}),
        (Name, {"kind": "imei", "names": "imei"}),
        (Endpoint, {"name": "", "hosts": [], "path": "/", "source": "", "field": [{"paths": [], "kind": ""}]}),
    ],
)
def test_a_wrong_type_or_word_is_refused(row: type[Struct], given: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, row)


def test_a_row_says_only_what_is_not_usual() -> None:
    assert msgspec.convert({"kind": "imei", "names": ["imei"]}, Name) == Name("imei", ("imei",), shape=".+")
