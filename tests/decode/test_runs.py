from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import runs
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value

HEADER, CLAIMS = b'{"alg":"HS256"}', b'{"sub":"490154203237518"}'
JWT = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (HEADER, CLAIMS, b"\xff" * 32))
PACKED = zlib.compress(b"a compressed message")


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"Bearer " + JWT, [("@7", HEADER), ("@28", CLAIMS)]),
        (b"Basic dXNlcjpwYXNz", [("@6", b"user:pass")]),
        ("für: ".encode() + base64.b64encode(CLAIMS), [("@5", CLAIMS)]),
        (b"data:x;base64," + base64.b64encode(PACKED), [("@14", PACKED)]),
        (b"id: D21097DA-862E-4F22-B316-01DBE7E1A31C", None),
        (b"of org.chromium.chrome.browser.ChromeTabbedActivity", None),
        (b"a sentence of short words, nothing more", None),
        (base64.b64encode(CLAIMS), None),
    ],
)
def test_base64_inside_a_text_is_opened(data: bytes, parts: list[tuple[str, bytes]] | None) -> None:
    assert runs.opens(data, 100) == parts


def test_too_many_runs_are_refused() -> None:
    with pytest.raises(Bounded, match="runs"):
        runs.opens(b"AAAAAAAAAAAAAAAA " * (MOST_PARTS + 1), 100)


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = runs.opens(data + b" " + base64.b64encode(CLAIMS), 100)
    assert (parts or [("", b"")])[-1][1] == CLAIMS


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"a dGhpcyBpcyB0ZXh0 b", {}, b"a dGhpcyBpcyB0ZXh0 b"),
        (b"a dGhpcyBpcyB0ZXh0 b", {"@9": "x"}, None),
        (
            b"a dGhpcyBpcyB0ZXh0 b dGhpcyBpcyB0ZXh0",
            {"@2": b"that is longer"},
            b"a dGhhdCBpcyBsb25nZXI b dGhpcyBpcyB0ZXh0",
        ),
        (b"a dGhpcyBpcyB0ZXh0cw== b", {"@2": b"that is longer"}, b"a dGhhdCBpcyBsb25nZXI= b"),
        (b"a dGhpcyBpcyB0ZXh0 b", {"@2": b"\xff" * 20}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert runs.closes(data, changes) == new
