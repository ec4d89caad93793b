from __future__ import annotations

import pytest

from phonehome.decode.codec import is_printable, is_text, numbered, text_of


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain", True),
        ("Südstadt\n".encode(), True),
        (b"bell\x07", False),
        ("\u0085".encode(), False),
        (b"\xff\xfe", False),
    ],
)
def test_text_is_utf8_without_control_characters(data: bytes, *, expected: bool) -> None:
    assert is_text(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"a line\r\nanother", True), (b"word", True), (b"\xfftoken", False), ("\ue000".encode(), False)],
)
def test_printable_text_may_have_lines(data: bytes, *, expected: bool) -> None:
    assert is_printable(data) == expected


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"plain", "plain"),
        (b"\xef\xbb\xbfmarked", "marked"),
        (b"one record of many\x0eanother record", "one record of many\x0eanother record"),
        (b"\x01\x02", None),
        ("\ufffd\ufffdab".encode(), None),
        ("Zürich".encode("utf-16"), "Zürich"),
        (b"\xff\xfe\x00", None),
        (b"\xff\xfe", None),
        (b"city=M\xfcnchen", "city=München"),
        (b"\xfc\xfd\xfe\xff", None),
    ],
)
def test_text_tolerates_what_people_and_old_apps_write(data: bytes, text: str | None) -> None:
    assert text_of(data) == text


def test_repeated_names_are_told_apart_even_from_names_that_look_numbered() -> None:
    parts = numbered([("a", 1), ("a", 2), ("b", 3), ("a[1]", 4), ("a", 5)])
    assert parts == [("a", 1), ("a[1]", 2), ("b", 3), ("a[1][1]", 4), ("a[2]", 5)]
