from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import lines
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'{"a":1}\r\n\n[2]\n', [b'{"a":1}', b"[2]"]),
        (b"v=1&t=event\nv=1&t=pageview", [b"v=1&t=event", b"v=1&t=pageview"]),
        (b'{"a":1}\n', None),
        (b'{"a":1}\nno', None),
        (b"data=AAAABBBB\nCCCC=&token=1", None),
        (b"one\ntwo", None),
        (b'{"a":1}', None),
    ],
)
def test_lines_of_json_or_queries_are_told_apart(data: bytes, found: list[bytes] | None) -> None:
    assert lines.opens(data, 100) == (None if found is None else [(f"[{i}]", line) for i, line in enumerate(found)])


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(Bounded, match="lines"):
        lines.opens(b"{}\n" * (MOST_PARTS + 1), 100)


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = lines.opens(b"{}\n" + data, 100)
    assert parts is None or len(parts) >= 2


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b'  {"a":1}\r\n\n{"b":2}\n', {"[1]": b'{"b":3}'}, b'  {"a":1}\r\n\n{"b":3}\n'),
        (b'{"a":1}\n{"b":2}', {"[1]": b"no line"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert lines.closes(data, changes) == new
