from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.request import Piece, Request, request_of, text_of
from phonehome.model import Exchange, Field, Value

EXCHANGE = Exchange(0, "GET", "https://example.org")
VALUES = st.text() | st.binary() | st.integers() | st.floats()


def pieces_of(request: Request) -> list[Piece]:
    """The piece of each byte, without repeats."""
    return list(dict.fromkeys(request.locate(offset) for offset in range(len(request.blob))))


@given(st.lists(st.tuples(st.text(min_size=1), VALUES)))
def test_every_path_and_value_is_located_in_the_blob(values: list[tuple[str, Value]]) -> None:
    request = request_of(EXCHANGE, [Field("json", path, value) for path, value in values])
    found = {(piece.field, piece.in_path): request.blob[piece.start : piece.end] for piece in pieces_of(request)}
    for number, (path, value) in enumerate(values):
        raw = value if isinstance(value, bytes) else text_of(value).encode("utf-8", "surrogatepass")
        told = found.get((number, True)), found.get((number, False), b"")
        assert told == (path.encode("utf-8", "surrogatepass"), raw)


def test_the_paths_above_a_field_are_told_once() -> None:
    outer = Field("json", "$.a", '{"b":1,"c":2}', Field("body", "", b""))
    request = request_of(EXCHANGE, [Field("json", "$.b", 1, outer), Field("json", "$.c", 2, outer)])
    assert request.blob == b"$.a > $.b\x001\x00$.c\x002"


def test_a_piece_has_its_text() -> None:
    request = request_of(EXCHANGE, [Field("json", "$.ä", b"\xff")])
    assert [request.text(piece) for piece in pieces_of(request)] == ["$.ä", "ÿ"]


def test_a_request_without_fields_is_empty() -> None:
    assert request_of(EXCHANGE, []).blob == b""


def test_values_as_text() -> None:
    assert [text_of(value) for value in ("a", 1, 1.5, b"\xe9")] == ["a", "1", "1.5", "é"]
