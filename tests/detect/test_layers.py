from __future__ import annotations

import pytest

from phonehome.detect.layers import Place, below, places, starts, without_transparent
from phonehome.model import Field


def chain(*steps: tuple[str, str]) -> Field:
    field: Field | None = None
    for codec, path in steps:
        field = Field(codec, path, "x", field)
    assert field is not None
    return field


@pytest.mark.parametrize(
    ("steps", "path", "general"),
    [
        ([("body", ""), ("json", "$.a[2].b")], "body > json $.a[2].b", "body > json $.a[].b"),
        ([("body", ""), ("gzip", ""), ("json", "$[0]")], "body > json $[0]", "body > json $[]"),
        ([("body", ""), ("gzip", "")], "body", "body"),
        ([("query", "a[1]")], "query a[1]", "query a"),
        ([("body", ""), ("form", "e[0][t]")], "body > form e[0][t]", "body > form e[][t]"),
        ([("header", "x"), ("percent", ""), ("base64", "")], "header x > base64", "header x > base64"),
        ([("body", ""), ("protobuf", "1[3].2[1]")], "body > protobuf 1[3].2[1]", "body > protobuf 1.2"),
        ([("path", "[1]")], "path [1]", "path []"),
    ],
)
def test_chains_as_tables_write_them(steps: list[tuple[str, str]], path: str, general: str) -> None:
    assert places([chain(*steps)]) == [Place(0, path, general)]


def test_fields_of_one_payload_share_what_stands_above() -> None:
    above = chain(("body", ""), ("form", "data"))
    fields = [Field("json", f"$.a[{i}]", "x", above) for i in range(2)]
    assert [place.path for place in places(fields)] == [
        "body > form data > json $.a[0]",
        "body > form data > json $.a[1]",
    ]


@pytest.mark.parametrize(
    ("opens", "path"),
    [
        ("", "body > form data > json $.a[1]"),
        ("body", "form data > json $.a[1]"),
        ("body > form", "data > json $.a[1]"),
        ("body > form data", "json $.a[1]"),
        ("body > form data > json", "$.a[1]"),
        ("body > form data > json $.a[]", ""),
    ],
)
def test_below_some_layers_paths_go_on(opens: str, path: str) -> None:
    everything = places([chain(("body", ""), ("form", "data"), ("json", "$.a[1]")), chain(("query", "q"))])
    assert [place.path for place in below(opens, everything)][:1] == [path]


@pytest.mark.parametrize(
    ("text", "opens", "is_so"),
    [
        ("body > form data", "body > form", True),
        ("body", "body", True),
        ("body > form data2", "body > form data", False),
    ],
)
def test_layers_end_where_a_name_ends(text: str, opens: str, *, is_so: bool) -> None:
    assert starts(text, opens) is is_so


def test_compression_is_left_out_of_tables_too() -> None:
    assert without_transparent("body > gzip > json") == "body > json"
