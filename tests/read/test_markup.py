from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.markup import Part, Record, attribute, parts, records
from phonehome.read.window import Window
from read.long import Long

NONE = Part(b"", b"")


def read(text: bytes, block: int = 4096, largest: int = 1000) -> list[Record]:
    return list(records(Window(io.BytesIO(text), block, keep=0), b"item", largest))


def text_of(content: bytes) -> bytes:
    return parts(b"<a>" + content + b"</a>")["a"].text


@given(st.integers(8, 60))
def test_elements_of_a_name_are_found_over_block_borders(block: int) -> None:
    text = b"<items><!-- <item> --><item><a>1</a></item><x><![CDATA[<item>]]></x> <item\n b='2'>2</item></items>"
    first, second = b"<item><a>1</a></item>", b"<item\n b='2'>2</item>"
    assert read(text, block) == [
        Record(text.index(first), len(first), first),
        Record(text.index(second), len(second), second),
    ]


def test_cdata_hides_the_end_of_an_element() -> None:
    text = b"<item><a><![CDATA[</item>]]></a></item>"
    assert read(text) == [Record(0, len(text), text)]


@pytest.mark.parametrize("text", [b"", b"<items>", b"<itemx>", b"<!-- <item>", b"<![CDATA[<item>"])
def test_no_element_is_none(text: bytes) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", [b"<item>", b"<item><a>", b"<item><![CDATA[x</item>", b"<item></item"])
def test_an_element_in_which_the_file_ends_is_cut_off(text: bytes) -> None:
    assert read(text) == [Record(0, len(text), fault="cut off")]


def test_an_element_in_which_the_next_begins_is_not_closed() -> None:
    assert read(b"<item><a><item>1</item>") == [
        Record(0, 9, fault="not closed"),
        Record(9, 14, b"<item>1</item>"),
    ]


def test_an_element_that_is_too_large_is_not_held() -> None:
    window = Window(Long(b"<item>", 3, b"</item><item>1</item>"), keep=0)
    assert list(records(window, b"item", 1_000_000)) == [
        Record(0, 3_000_013, fault="too large"),
        Record(3_000_013, 14, b"<item>1</item>"),
    ]


def test_the_parts_of_an_element_are_its_texts() -> None:
    content = b'<item>\n <time>now</time><host ip="1.2.3.4">h</host><e/><time>later</time><!-- c -->'
    assert parts(content) == {
        "item": Part(b"", b"\n "),
        "time": Part(b"", b"now"),
        "host": Part(b' ip="1.2.3.4"', b"h"),
        "e": Part(b"/", b""),
    }


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a &lt;b&gt; &amp;amp; &quot;&apos;", b"a <b> &amp; \"'"),
        (b"&#xE9;&#233;&#x0;&#10;", "éé\0\n".encode()),
        (b"&#xD800;&#x110000;&nbsp;&file;&", b"&#xD800;&#x110000;&nbsp;&file;&"),
        (b"<![CDATA[&lt;<b>\0\xff]]>", b"&lt;<b>\0\xff"),
        (b"a<![CDATA[b]]]]><![CDATA[>c]]>d", b"ab]]>cd"),
        (b"a<![CDATA[b", b"ab</a>"),
    ],
)
def test_text_is_read_with_its_references_and_cdata(content: bytes, text: bytes) -> None:
    assert text_of(content) == text


def test_a_tag_that_is_never_closed_ends_with_the_content() -> None:
    assert parts(b"<a>1")["a"].text == b"1"


@given(st.binary(max_size=60).filter(lambda data: b"]]>" not in data))
def test_any_bytes_in_cdata_are_read_back(data: bytes) -> None:
    assert text_of(b"<![CDATA[" + data + b"]]>") == data


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        (b" ip=\"1\" xip='2'", "1"),
        (b" xip='2' ip = 'a&amp;\xff'", "a&\ufffd"),
        (b" ip=''", ""),
        (b" ip", ""),
        (b"", ""),
    ],
)
def test_an_attribute_is_found_by_its_name(attributes: bytes, value: str) -> None:
    assert attribute(Part(attributes, b""), b"ip") == value


@given(
    st.lists(st.sampled_from([b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"x", b"<a>"]), max_size=9)
)
def test_any_markup_is_read_in_order_to_its_end(pieces: list[bytes]) -> None:
    text = b"".join(pieces)
    found = read(text)
    ends = [record.offset + record.length for record in found]
    assert all(end <= record.offset for end, record in zip(ends, found[1:], strict=False))
    assert max(ends, default=0) <= len(text)
