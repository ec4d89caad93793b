from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import envelope

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
