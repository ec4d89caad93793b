from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.tnetstring import ABSENT, PREFIX, Element
from read.tnet import Tnet, dumps

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.binary(max_size=9)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=9,
)


def element(text: bytes) -> Element:
    prefix = PREFIX.match(text)
    assert prefix is not None
    end = prefix.end() + int(prefix[1])
    return Element(text, prefix.end(), end, text[end])


def value(found: Element) -> Tnet:
    """What an element says, by its type."""
    readers: dict[str, Callable[[], Tnet]] = {
        ",": found.raw,
        ";": found.text,
        "#": lambda: int(found.number() or 0),
        "^": found.number,
        "!": found.is_true,
        "~": lambda: None,
        "]": lambda: [value(item) for item in found.items()],
        "}": lambda: {name.decode(): value(member) for name, member in found.members().items()},
    }
    return readers[chr(found.tag)]()


@given(VALUES)
def test_any_value_is_read_back(written: Tnet) -> None:
    assert value(element(dumps(written))) == written


@pytest.mark.parametrize("found", [ABSENT, element(b"1:x,"), element(b"1:1#"), element(b"4:true!"), element(b"0:]")])
def test_what_is_no_dictionary_has_no_members(found: Element) -> None:
    assert found.members() == {}


def test_what_is_another_thing_is_nothing() -> None:
    found = element(b"0:}")
    assert (found.items(), found.raw(), found.text(), found.number(), found.is_true()) == ([], b"", "", None, False)


@pytest.mark.parametrize(("text", "there"), [(b"0:~", False), (b"0:,", True), (b"5:false!", True)])
def test_only_null_is_absent(text: bytes, there: bool) -> None:  # noqa: FBT001 - a case's outcome
    assert bool(element(text)) is there


def test_text_of_unknown_coding_is_latin_1() -> None:
    assert element(b"2:a\xe9,").text() == "aé"


@pytest.mark.parametrize("number", [b"1:x#", b"3:nan^", b"3:inf^", b"0:#", b"70:" + b"1" * 70 + b"#"])
def test_a_number_that_is_none_is_absent(number: bytes) -> None:
    assert element(number).number() is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"1:x]", "no length"),
        (b"3:9:x]", "longer than what holds it"),
        (b"4:2:xx]", "longer than what holds it"),
        (b"4:1:x,}", "a name without a value"),
        (b"7:1:a,9:x}", "longer than what holds it"),
        (b"7:1:A,9:x}", "longer than what holds it"),
    ],
)
def test_lengths_that_do_not_agree_are_told(text: bytes, reason: str) -> None:
    found = element(text)
    with pytest.raises(ValueError, match=reason):
        _ = found.items() or found.members()
