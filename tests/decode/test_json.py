from __future__ import annotations

import json as stdlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import json
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value

Leaf = str | int | float
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b'{"ty":1,"dl":[{"im":"49"},{"im":""}]}', [("$.ty", 1), ("$.dl[0].im", "49"), ("$.dl[1].im", "")]),
        (b'{"aa:bb":1,"\\"":2}', [('$["aa:bb"]', 1), ('$["\\""]', 2)]),
        (b"[true,false,null,{},[],1.5]", [("$[0]", "true"), ("$[1]", "false"), ("$[5]", 1.5)]),
        (b'"CHRISDCMOORE"', None),
        (b'"Caf\\u00e9"', [("$", "Café")]),
        (b'\xef\xbb\xbf \n{"a" : "b"}\r\n', [("$.a", "b")]),
        (b'{"a":"hidden","a":"shown"}', [("$.a", "hidden"), ('$["a[1]"]', "shown")]),
        (b'{"a":"x\\":y","b":"\\"c\\":1"}', [("$.a", 'x":y'), ("$.b", '"c":1')]),
        (b"[123456789012345678901234567890]", [("$[0]", 123456789012345678901234567890)]),
        (b'{"lat":-Infinity}', [("$.lat", float("-inf"))]),
        (b'["\\ud800","a\nb"]', [("$[0]", "\ud800"), ("$[1]", "a\nb")]),
        (b'{"city":"M\xfcnchen"}', [("$.city", "München")]),
        (b"[INFO] started [ok]", None),
        (b'{"cut":"sho', None),
        (b'"a" and "b"', None),
        (b'"', None),
        (b"  plain", None),
        (b"[" + b"9" * 5000 + b"]", None),
    ],
)
def test_json_is_flattened(data: bytes, parts: list[tuple[str, Leaf]] | None) -> None:
    assert json.opens(data, 100) == parts


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 300 + b"]" * 300, "deeper"),
        (b"[" * 100_000 + b"]" * 100_000, "deeper"),
        (b"[[]" + b",[]" * 1_000_000 + b"]", "memory"),
        (b"[1" + b",1" * MOST_PARTS + b"]", "values"),
        (b'{"' + b"k" * 10_000 + b'":[1' + b",1" * 9999 + b"]}", "values"),
    ],
)
def test_bombs_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Bounded, match=reason):
        json.opens(data, 100)


@given(JSON)
def test_every_leaf_is_found_compact_and_indented(tree: object) -> None:
    compact = stdlib.dumps(tree, separators=(",", ":")).encode()
    assert json.opens(compact, 100) == json.opens(stdlib.dumps(tree, indent=1).encode(), 100)


@given(st.binary())
def test_any_bytes_are_survived_with_unique_paths(data: bytes) -> None:
    paths = [path for path, _ in json.opens(b"[" + data + b"]", 100) or []]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (
            b'{"im": "49\\u00fc", "x": [null, true, 1.5]}\n',
            {"$.im": 'n"w'},
            b'{"im": "n\\"w", "x": [null, true, 1.5]}\n',
        ),
        (b'{"im": "49", "x": [null, true, 1.5]}', {"$.x[1]": "false"}, b'{"im": "49", "x": [null, false, 1.5]}'),
        (b'{"im": "49", "x": [null, true, 1.5]}', {"$.x[2]": 7}, b'{"im": "49", "x": [null, true, 7]}'),
        (b'{"a":1,"a":"2"}', {'$["a[1]"]': b"3"}, b'{"a":1,"a":"3"}'),
        (b'{"im": "49"}', {"$.other": 7}, None),
        (b"[1, 0x]", {"$[0]": 2}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert json.closes(data, changes) == new
