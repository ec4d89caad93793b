from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import envelope
from phonehome.model import Value

HEAD = b'{"segment_id":0}'


@pytest.mark.parametrize("payload", [zlib.compress(b"[]"), gzip.compress(b"[]"), b"\x28\xb5\x2f\xfd "])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_line_of_json_before_a_payload_is_opened(payload: bytes, end: bytes) -> None:
    assert envelope.opens(HEAD + end + payload, 100) == [("head", HEAD), ("payload", payload)]


@pytest.mark.parametrize("data", [HEAD, HEAD + b"\n" + HEAD, b"no head\nx\x9c"])
def test_other_lines_are_refused(data: bytes) -> None:
    assert envelope.opens(data, 100) is None


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = envelope.opens(HEAD + data, 100)
    assert parts is None or [path for path, _ in parts] == ["head", "payload"]


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b'{"a":1}\r\n' + zlib.compress(b"[]"), {"head": b'{"a":2}'}, b'{"a":2}\r\n' + zlib.compress(b"[]")),
        (b'{"a":1}\n' + zlib.compress(b"[]"), {"payload": b"no container"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert envelope.closes(data, changes) == new
