from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import xml
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (
            b'<?xml version="1.0"?>\n<a x="1 &amp; 2"><b>te&lt;xt</b> tail<b/><!-- n --><c><![CDATA[c <x>]]></c></a>',
            [("/a/@x", "1 & 2"), ("/a/b", "te<xt"), ("/a", " tail"), ("/a/comment()", " n "), ("/a/c", "c <x>")],
        ),
        (
            b"<a>one<b>1</b>two<b>2</b><!----></a>",
            [("/a", "one"), ("/a/b", "1"), ("/a/text()[1]", "two"), ("/a/b[1]", "2")],
        ),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>ü</a>'.encode("latin-1"), [("/a", "ü")]),
        (b"<a><b/></a>", None),
        (b"<html><br></html>", None),
        (b"<a>cut", None),
        (b"< a sentence >", None),
    ],
)
def test_xml_is_opened(data: bytes, parts: Parts | None) -> None:
    assert xml.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (
            b"<a x=\"1\" y='2'><b>t</b> <c><![CDATA[c]]></c><!-- --></a>\n",
            {"/a/@y": "<\"'", "/a/b": "n&w", "/a/c": "z"},
            b'<a x="1" y="&lt;&quot;\'"><b>n&amp;w</b> <c>z</c><!-- --></a>\n',
        ),
        (b"<a><!-- note -->t</a>", {"/a/comment()": "other"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert xml.closes(data, changes) == new


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'


@pytest.mark.parametrize(
    "data",
    [LAUGHS, b"<a>" * 300 + b"</a>" * 300, b"<a>" + b"<b>1</b>" * 100_002 + b"</a>"],
    ids=["laughs", "deep", "long"],
)
def test_a_bomb_is_refused(data: bytes) -> None:
    with pytest.raises(Bounded, match=r"entities|deeper|values"):
        xml.opens(data, ROOM)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"<a>" + data
    try:
        parts = xml.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or xml.closes(data, {}) == data


@pytest.mark.parametrize(
    ("paths", "left"),
    [
        ({"/a/@i"}, b"<?xml version='1.0'?>\n<a j='2'><b>49</b><c>t<d/></c><b>5</b></a>\n"),
        ({"/a/b"}, b"<?xml version='1.0'?>\n<a i=\"1\" j='2'><c>t<d/></c><b>5</b></a>\n"),
        ({"/a/b[1]", "/a/@j"}, b"<?xml version='1.0'?>\n<a i=\"1\"><b>49</b><c>t<d/></c></a>\n"),
        ({"/a/c"}, None),
        ({"/a/z"}, None),
        ({"/a"}, None),
    ],
)
def test_attributes_and_plain_elements_are_left_out(paths: set[str], left: bytes | None) -> None:
    data = b"<?xml version='1.0'?>\n<a i=\"1\" j='2'><b>49</b><c>t<d/></c><b>5</b></a>\n"
    assert xml.leaves_out(data, paths) == left


def test_of_what_is_no_xml_nothing_is_left_out() -> None:
    assert xml.leaves_out(b"<a", {"/a"}) is None
