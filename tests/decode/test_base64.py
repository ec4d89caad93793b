from __future__ import annotations

import base64 as stdlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import base64
from phonehome.model import Value

JSON = b'{"im":"490154203237518","nws":"~~~???>>>"}'


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (stdlib.b64encode(JSON), JSON),
        (stdlib.b64encode(JSON).rstrip(b"="), JSON),
        (stdlib.urlsafe_b64encode(JSON), JSON),
        (stdlib.encodebytes(JSON * 5), JSON * 5),
        (stdlib.b64encode(b"\x1f\x8b\x08" + bytes(9)), b"\x1f\x8b\x08" + bytes(9)),
        (stdlib.b64encode("Düsseldorf am Rhein".encode()), "Düsseldorf am Rhein".encode()),
        (b"dGVzdA==", b"test"),
        (b"490154203237518", None),
        (b"1484177517017633", None),
        (b"D21097DA-862E-4F22-B316-01DBE7E1A31C", None),
        (b"0eaed834a1e6f4b2bf0c024e0013dea1", None),
        (b"username", None),
        (b"Foundation", None),
        (b"/System/Library/Frameworks/CoreFoundation/", None),
        (b"IOAccelMemoryInfo", None),
        (b"abcde", None),
        (b"ab+/ab-_ab", None),
        (b"two words", None),
    ],
)
def test_base64_that_says_something_is_opened(data: bytes, decoded: bytes | None) -> None:
    assert base64.opens(data, 100) == (None if decoded is None else [("", decoded)])


@given(st.binary(min_size=4))
def test_what_is_opened_is_what_was_encoded(data: bytes) -> None:
    assert base64.opens(stdlib.b64encode(data), 100) in (None, [("", data)])


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = base64.opens(data, 100)
    assert parts is None or len(parts) == 1


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (stdlib.b64encode(JSON), {"": JSON + b"~~~"}, stdlib.b64encode(JSON + b"~~~")),
        (
            stdlib.urlsafe_b64encode(JSON).rstrip(b"="),
            {"": JSON + b"~~~?"},
            stdlib.urlsafe_b64encode(JSON + b"~~~?").rstrip(b"="),
        ),
        (stdlib.encodebytes(JSON * 3), {"": JSON * 4}, stdlib.encodebytes(JSON * 4)),
        (
            stdlib.encodebytes(JSON * 3).replace(b"\n", b"\r\n").rstrip(),
            {"": JSON * 4},
            stdlib.encodebytes(JSON * 4).replace(b"\n", b"\r\n").rstrip(),
        ),
        (b"dGVzdA==", {"": b"x"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert base64.closes(data, changes) == new
