from __future__ import annotations

import pytest

from phonehome.model import Headers
from phonehome.read.pcap.framing import Framing, of_request, of_response

CHUNKS = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: 1\r\n\r\n"


@pytest.mark.parametrize("step", [1, 2, 7, 100])
def test_chunks_are_joined_and_what_follows_stays(step: int) -> None:
    framing, buffer, body = Framing(chunked=True), bytearray(), b""
    data = CHUNKS + b"GET"
    for i in range(0, len(data), step):
        buffer += data[i : i + step]
        body += framing.take(buffer)
    assert (body, framing.done, framing.is_broken, bytes(buffer)) == (b"hello world", True, False, b"GET")


def test_a_length_is_kept() -> None:
    framing, buffer = Framing(3), bytearray(b"abcd")
    assert (framing.take(buffer), framing.done, bytes(buffer)) == (b"abc", True, b"d")


def test_what_is_no_chunk_is_broken() -> None:
    framing, buffer = Framing(chunked=True), bytearray(b"no chunk\r\n")
    assert (framing.take(buffer), framing.done, framing.is_broken) == (b"", True, True)


def test_a_gap_is_passed_over_only_where_the_length_is_known() -> None:
    framing = Framing(10)
    assert (framing.skip(4), framing.done, framing.skip(6), framing.done) == (True, False, True, True)
    assert Framing(chunked=True).skip(1) is False


@pytest.mark.parametrize(
    ("headers", "is_done"),
    [
        ((), True),
        ((("Content-Length", "0"),), True),
        ((("content-length", "5"),), False),
        ((("Content-Length", "x"),), True),
        ((("Transfer-Encoding", "gzip, Chunked"),), False),
    ],
)
def test_a_request_has_a_body_only_if_it_says_so(headers: Headers, is_done: bool) -> None:  # noqa: FBT001
    assert of_request(headers).done is is_done


@pytest.mark.parametrize(
    ("status", "method", "is_done"),
    [
        (200, "GET", False),
        (200, "HEAD", True),
        (204, "GET", True),
        (304, "GET", True),
        (101, "GET", True),
        (200, "CONNECT", True),
    ],
)
def test_a_response_lasts_as_long_as_the_connection_unless_it_has_none(status: int, method: str, is_done: bool) -> None:  # noqa: FBT001
    assert of_response(status, (), method).done is is_done
