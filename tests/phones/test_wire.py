from __future__ import annotations

import base64
import gzip
import io
import zipfile
from email import message_from_bytes

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


def test_zip_holds_its_files_in_order_and_no_time() -> None:
    files = {"b.json": b"{}" * 99, "a.txt": b""}
    packed = wire.archive(files)
    assert packed == wire.archive(files)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == files
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.namelist() == ["b.json", "a.txt"]


def test_multipart_form_is_read_back() -> None:
    body = wire.multipart("xyz", {"imei": "1"}, ("file", "dc.zip", b"PK\x00"))
    form = message_from_bytes(b"Content-Type: multipart/form-data; boundary=xyz\r\n\r\n" + body)
    parts = [part for part in form.walk() if not part.is_multipart()]
    assert [part.get_param("name", header="content-disposition") for part in parts] == ["imei", "file"]
    assert [part.get_payload(decode=True) for part in parts] == [b"1", b"PK\x00"]
    assert parts[1].get_filename() == "dc.zip"
    assert body.endswith(b"\r\n--xyz--\r\n")
