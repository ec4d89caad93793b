from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import url
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (
            b"https://u@host:8443/a/b%20c/?id=1&x=y%26z#frag",
            [
                ("host", "u@host:8443"),
                ("path[0]", "a"),
                ("path[1]", "b%20c"),
                ("query.id", "1"),
                ("query.x", b"y&z"),
                ("fragment", "frag"),
            ],
        ),
        (b"android-app://com.example", [("host", "com.example")]),
        (b"https://h?eyJhIjoxMn0=", [("host", "h"), ("query", b"eyJhIjoxMn0=")]),
        (
            b"/dict/search?q=LDDsvPqQdT&l=de\n",
            [("path[0]", "dict"), ("path[1]", "search"), ("query.q", "LDDsvPqQdT"), ("query.l", "de")],
        ),
        (
            b"v3.1/117/activities?advertiser_id=1&u=a://b",
            [
                ("path[0]", "v3.1"),
                ("path[1]", "117"),
                ("path[2]", "activities"),
                ("query.advertiser_id", "1"),
                ("query.u", "a://b"),
            ],
        ),
        (b"?ids=1", [("query.ids", "1")]),
        (b"117?fields=id", [("path[0]", "117"), ("query.fields", "id")]),
        (b"117?", None),
        (b"is it?yes", None),
        (b"is it? a=1", None),
        (b"what?1=2", None),
        (b"/usr/lib/libSystem.dylib", None),
        (b"see https://host/ for more", None),
        (b"12:30:00", None),
    ],
)
def test_urls_are_opened(data: bytes, parts: list[tuple[str, str | bytes]] | None) -> None:
    assert url.opens(data, 100) == parts


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("https://h/p?q#f", url.Url("h", "/p", "q", "f")),
        ("/p?u=http://x", url.Url("", "/p", "u=http://x", "")),
        ("/a://b", url.Url("", "/a://b", "", "")),
        ("", url.Url("", "", "", "")),
    ],
)
def test_a_url_is_cut_as_written(text: str, pieces: url.Url) -> None:
    assert url.split(text) == pieces


def test_too_many_segments_are_refused() -> None:
    with pytest.raises(Bounded, match="segments"):
        url.opens(b"https://h" + b"/a" * MOST_PARTS, 100)


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = url.opens(b"https://h" + data, 100)
    assert parts is None or parts[0][0] == "host" or not parts[0][0].startswith("host")


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"https://h/p//q/?a=1&b=x%20y#f", {"query.b": "n w", "path[1]": "Q"}, b"https://h/p//Q/?a=1&b=n%20w#f"),
        (b"https://h/p#f", {"host": "k", "fragment": "g"}, b"https://k/p#g"),
        (b"/search?q=abc\n", {"query.q": "x"}, b"/search?q=x\n"),
        (b"https://h/?bare", {"query": "other"}, b"https://h/?other"),
        (b"https://h", {"host": "k"}, b"https://k"),
        (b"https://h/p", {"path[0]": "a/b"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert url.closes(data, changes) == new
