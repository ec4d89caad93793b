from __future__ import annotations

import pytest

from phonehome.decode import json as json_codec
from phonehome.model import Field
from phonehome.shield.leave_out import holder, leave_out, members

BODY = Field("body", "", b"")
PROTOBUF = bytes.fromhex("0a03616263 1207 0a0378797a 1005 1801".replace(" ", ""))


@pytest.mark.parametrize(
    ("codec", "data", "paths", "left"),
    [
        ("json", b'{"a": 1, "b": 2, "c": 3}', {"$.a"}, b'{"b": 2, "c": 3}'),
        ("json", b'{"a": 1, "b": 2, "c": 3}', {"$.b"}, b'{"a": 1, "c": 3}'),
        ("json", b'{"a": 1, "b": 2, "c": 3}', {"$.c"}, b'{"a": 1, "b": 2}'),
        ("json", b'{"a": 1, "b": 2, "c": 3}', {"$.b", "$.c"}, b'{"a": 1}'),
        ("json", b'{"a": {"b": [1, {"c": "}"}]}}', {"$.a.b[1]"}, b'{"a": {"b": [1]}}'),
        ("json", b'{"a": {"b": [1, 2]}}', {"$.a.b[0]", "$.a.b[1]"}, b'{"a": {"b": []}}'),
        ("json", b'{"a b": 1, "a b": 2}', {'$["a b[1]"]'}, b'{"a b": 1}'),
        ("json", b'{"a": 1}', {"$.z"}, None),
        ("form", b"a=1&b=2&a=3", {"a[1]"}, b"a=1&b=2"),
        ("form", b"a=1&b=2", {"a"}, b"b=2"),
        ("protobuf", PROTOBUF, {"1"}, PROTOBUF[5:]),
        ("protobuf", PROTOBUF, {"2.1"}, PROTOBUF[:5] + bytes.fromhex("120210051801")),
        ("cbor", b"\xa1\x61a\x01", {"$.a"}, b"\xa0"),
        ("msgpack", b"\x82\xa1a\x01\xa1b\x02", {"$.a"}, b"\x81\xa1b\x02"),
        ("xml", b"<a><b>1</b><c/></a>", {"/a/b"}, b"<a><c/></a>"),
        ("cookie", b"a=1; b=2; a=3", {"a"}, b"b=2; a=3"),
        ("gzip", b"\x1f\x8b", {""}, None),
    ],
)
def test_a_field_is_left_out_and_the_rest_stays(codec: str, data: bytes, paths: set[str], left: bytes | None) -> None:
    assert leave_out(codec, data, paths) == left


def test_members_are_called_as_the_codec_calls_them() -> None:
    data = b'{"a": {"b c": [true, {"\\u00e9": 1}]}, "n": 2.5}'
    assert {path for path, _ in json_codec.opens(data, 0) or []} <= {path for path, _, _ in members(data)}


@pytest.mark.parametrize(
    ("field", "path", "held"),
    [
        (Field("json", "$.a", "1", BODY), "$.a", ("json", "$.a")),
        (Field("protobuf", "1", "1", Field("delimited", "[2]", b"", BODY)), "", ("delimited", "[2]")),
        (Field("base64", "", "1", Field("json", "$.p", "MQ==", BODY)), "", ("json", "$.p")),
        (Field("base64", "", "1", Field("header", "x-id", "MQ==")), "", ("header", "x-id")),
        (Field("gzip", "", "1", BODY), "", ("gzip", "")),
        (Field("protobuf", "1", "1", Field("zip", "a", b"", BODY)), "", ("protobuf", "1")),
    ],
)
def test_a_layer_as_a_whole_is_left_out_of_what_holds_it(field: Field, path: str, held: tuple[str, str]) -> None:
    (found,), at = holder([field], path)
    assert (found.codec, found.path) == held
    assert at == (path if found is field else found.path)
