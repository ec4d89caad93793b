from __future__ import annotations

import base64
import gzip

from hypothesis import given
from hypothesis import strategies as st

from phonehome.phones import wire


def test_json_is_compact_and_keeps_its_order() -> None:
    assert wire.json({"b": 1, "a": ["é", True]}) == '{"b":1,"a":["é",true]}'.encode()


@given(st.binary())
def test_gzip_is_undone(data: bytes) -> None:
    assert gzip.decompress(wire.gzip(data)) == data


def test_gzip_has_no_time_and_no_system() -> None:
    assert wire.gzip(b"x")[:10] == b"\x1f\x8b\x08" + bytes(7)


def test_base64_has_a_line_feed_after_76_characters_and_at_the_end() -> None:
    lines = wire.base64_lines(bytes(100)).split(b"\n")
    assert [len(line) for line in lines] == [76, 60, 0]
    assert base64.b64decode(wire.base64_lines(b"any")) == b"any"
