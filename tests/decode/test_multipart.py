from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import multipart
from phonehome.decode.codec import Bounded
from phonehome.model import Value

BODY = (
    b'--Aa03x\r\nContent-Disposition: form-data; name="device"\r\n\r\nONE A2003\r\n'
    b'--Aa03x\r\nContent-Disposition: form-data; name="log"; filename="me.json"\r\nContent-Type: text/plain\r\n\r\n'
    b"\x1f\x8b\x08\r\n--Aa\x00\r\n--Aa03x--\r\n"
)


def test_parts_are_opened_by_name() -> None:
    assert multipart.opens(BODY, 100) == [
        ("device", b"ONE A2003"),
        ("log filename", b"me.json"),
        ("log content-type", b"text/plain"),
        ("log", b"\x1f\x8b\x08\r\n--Aa\x00"),
    ]


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (
            b"--b\nContent-Type: a/b\n\none\n--b\n\ntwo\n--b--",
            [("0 content-type", b"a/b"), ("0", b"one"), ("1", b"two")],
        ),
        (
            b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b\r\nX-Cut: he",
            [("a", b"1"), ("1 x-cut", b"he")],
        ),
        (
            b"--b\r\nContent-Disposition: attachment; filename*=UTF-8''a%20b\r\n\r\n1",
            [("0 filename", b"UTF-8''a%20b"), ("0", b"1")],
        ),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b\r\n\r\n", [("0", b""), ("1", b"")]),
        (b"-- a signature line\r\nof a mail", None),
        (b"-----BEGIN CERTIFICATE-----\nMIIB", None),
    ],
)
def test_other_multipart_bodies(data: bytes, parts: list[tuple[str, bytes]] | None) -> None:
    assert multipart.opens(data, 100) == parts


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(Bounded, match="parts"):
        multipart.opens(b"--b\r\n\r\n" + b"\r\n--b" * 10_001, 100)


@given(st.integers(BODY.index(b"ONE"), len(BODY)))
def test_every_cut_keeps_what_stands_before_it(cut: int) -> None:
    path, value = (multipart.opens(BODY[:cut], 100) or [("", b"")])[0]
    assert (path, isinstance(value, bytes) and BODY[BODY.index(b"ONE") :].startswith(value)) == ("device", True)


@given(st.binary())
def test_any_bytes_are_survived_with_unique_paths(data: bytes) -> None:
    paths = [path for path, _ in multipart.opens(b"--b\r\n\r\n" + data, 100) or []]
    assert len(paths) == len(set(paths)) >= 1


def one(filename: str, kind: str, content: str) -> bytes:
    head = f'Content-Disposition: form-data; name="k"; filename="{filename}"\r\nContent-Type: {kind}'
    return f"--bnd\r\n{head}\r\n\r\n{content}\r\n--bnd--\r\n".encode()


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (
            one("f.txt", "text/plain", "old"),
            {"k": "new value", "k filename": "g.txt"},
            one("g.txt", "text/plain", "new value"),
        ),
        (
            one("f.txt", "text/plain", "old"),
            {"k content-type": "text/html"},
            one("f.txt", "text/html", "old"),
        ),
        (
            one("f.txt", "text/plain", "old"),
            {"k": "a\r\n--bnd\r\n"},
            None,
        ),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert multipart.closes(data, changes) == new


def test_a_part_is_left_out_with_its_headers() -> None:
    first, second = BODY.split(b"--Aa03x\r\nContent-Disposition")[1:]
    between = b"--Aa03x\r\nContent-Disposition"
    assert multipart.leaves_out(BODY, {"device"}) == between + second
    assert multipart.leaves_out(BODY, {"log"}) == between + first + b"--Aa03x--\r\n"


@pytest.mark.parametrize("paths", [{"log filename"}, {"nothing"}])
def test_a_header_of_a_part_alone_is_not_left_out(paths: set[str]) -> None:
    assert multipart.leaves_out(BODY, paths) is None


def test_of_what_is_no_multipart_nothing_is_left_out() -> None:
    assert multipart.leaves_out(b"a=1", {"a"}) is None
