from __future__ import annotations

import base64
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.har_body import body
from phonehome.read.har_schema import Pair, Param, PostData, Request


def body_of(post: PostData, size: int | None = None, headers: list[Pair] | None = None) -> tuple[bytes, bool]:
    return body(Request(postData=post, bodySize=size, headers=headers or []))


def body_of_text(text: str, size: int | None = None) -> tuple[bytes, bool]:
    return body_of(PostData(text=text), size)


@pytest.mark.parametrize("post", [None, PostData(), PostData(text=""), PostData(text="", params=[])])
def test_no_body_is_empty(post: PostData | None) -> None:
    assert body(Request(postData=post)) == (b"", False)


@given(st.binary(min_size=1))
def test_base64_is_undone_whether_padded_or_not(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    padded = body_of(PostData(text=text, encoding="base64"))
    bare = body_of(PostData(text=text.rstrip("="), encoding="BASE64"))
    assert (padded, bare) == ((data, False), (data, False))


@pytest.mark.parametrize("text", ["a", "é"])
def test_text_that_only_claims_to_be_base64_stays_text(text: str) -> None:
    assert body_of(PostData(text=text, encoding="base64")) == (text.encode(), False)


@pytest.mark.parametrize(
    "data", [gzip.compress(b"a" * 99), zlib.compress(b"\x01\xff" * 9), b"(\xb5/\xfdabc", b"\x08\x96\x01\xff"]
)
def test_bytes_written_as_latin_1_are_bytes_again(data: bytes) -> None:
    assert body_of_text(data.decode("latin-1")) == (data, False)


@pytest.mark.parametrize("text", ["a=1&b=2", '{"name":"Zoë"}', "smörgås\tbord\r\n", "日本", "€", "\U0001f600"])
def test_text_is_sent_as_utf_8(text: str) -> None:
    assert body_of_text(text) == (text.encode(), False)


def test_utf_8_read_as_latin_1_is_utf_8_again() -> None:
    assert body_of_text("Zoë".encode().decode("latin-1")) == ("Zoë".encode(), False)


@pytest.mark.parametrize(("size", "data"), [(3, b"Zo\xeb"), (4, "Zoë".encode()), (99, "Zoë".encode())])
def test_the_size_of_the_body_tells_its_coding(size: int, data: bytes) -> None:
    assert body_of_text("Zoë", size) == (data, False)


@given(st.binary(min_size=1))
def test_surrogate_escapes_are_the_bytes_they_stand_for(data: bytes) -> None:
    text = b"\xff\xe2\x82\xac" + data
    assert body_of_text(text.decode("utf-8", "surrogateescape")) == (text, False)


@pytest.mark.parametrize(("text", "data"), [("\ufffdb", b"\xef\xbf\xbdb"), ("a\ud800b", b"a\xef\xbf\xbdb")])
def test_bytes_the_writer_destroyed_are_told(text: str, data: bytes) -> None:
    assert body_of_text(text) == (data, True)


def test_a_form_is_rebuilt_from_its_parameters() -> None:
    post = PostData("application/x-www-form-urlencoded", "", None, [Param("a b", "1&2"), Param("c"), Param("ü", "é")])
    assert body_of(post) == (b"a+b=1%262&c=&%C3%BC=%C3%A9", False)


@pytest.mark.parametrize(
    ("mime", "headers", "boundary"),
    [
        ("multipart/form-data; boundary=xyz", [], b"xyz"),
        ('Multipart/Form-Data; boundary="x y"', [Pair("Content-Type", "multipart/form-data; boundary=abc")], b"x"),
        ("multipart/form-data", [Pair("content-type", "multipart/form-data; boundary=abc; q=1")], b"abc"),
        ("multipart/form-data", [Pair("Accept", "boundary=abc")], b"boundary"),
    ],
)
def test_multipart_is_rebuilt_from_its_parameters(mime: str, headers: list[Pair], boundary: bytes) -> None:
    post = PostData(mime, None, None, [Param("a", "1"), Param('f"', "{}", "x.json", "application/json")])
    expected = (
        b'--%b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        b'--%b\r\nContent-Disposition: form-data; name="f%%22"; filename="x.json"\r\n'
        b"Content-Type: application/json\r\n\r\n{}\r\n--%b--\r\n"
    ) % (boundary, boundary, boundary)
    assert body_of(post, None, headers) == (expected, False)


def test_text_is_preferred_to_parameters() -> None:
    assert body_of(PostData(text="a=1", params=[Param("b", "2")])) == (b"a=1", False)


@given(st.text(st.characters()), st.none() | st.integers(0, 20))
def test_any_text_has_bytes(text: str, size: int | None) -> None:
    assert isinstance(body_of_text(text, size)[0], bytes)
