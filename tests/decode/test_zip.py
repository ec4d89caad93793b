from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import zip  # noqa: A004 - the codec is called so
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'


def packed(method: int, second: bytes = b"second") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in (("log/a.json", TEXT), ("log/", b""), ("b.txt", second)):
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (packed(zipfile.ZIP_DEFLATED), [("log/a.json", TEXT), ("b.txt", b"second")]),
        (packed(zipfile.ZIP_STORED), [("log/a.json", TEXT), ("b.txt", b"second")]),
        (packed(zipfile.ZIP_BZIP2)[:60], [("log/a.json", packed(zipfile.ZIP_BZIP2)[40:60])]),
        (packed(zipfile.ZIP_DEFLATED)[:-30], [("log/a.json", TEXT), ("b.txt", b"second")]),
        (packed(zipfile.ZIP_STORED)[:-30], [("log/a.json", TEXT), ("b.txt", b"second")]),
        (b"PK\x03\x04" + bytes(30), None),
        (b"PK in a sentence of some length", None),
    ],
)
def test_zip_is_opened(data: bytes, parts: Parts | None) -> None:
    assert zip.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (packed(zipfile.ZIP_STORED)[:-30], {"b.txt": b"new"}, None),
        (packed(zipfile.ZIP_STORED), {"b.txt": "new"}, packed(zipfile.ZIP_STORED, b"new")),
        (packed(zipfile.ZIP_DEFLATED), {"b.txt": "new"}, packed(zipfile.ZIP_DEFLATED, b"new")),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert zip.closes(data, changes) == new


def test_bombs_are_refused() -> None:
    with pytest.raises(Bounded, match="zip expands past 9 bytes"):
        zip.opens(packed(zipfile.ZIP_DEFLATED), 9)
    with pytest.raises(Bounded, match="members"):
        zip.opens(b"PK\x03\x04" * 10_001, ROOM)


@given(st.binary(min_size=22))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"PK\x03\x04" + data
    try:
        parts = zip.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or zip.closes(data, {}) == data
