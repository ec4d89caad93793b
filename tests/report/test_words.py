from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.report import words

HOUR, DAY = 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain Umlaut ü 中", "plain Umlaut ü 中"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("half \ud800 pair", "half \\ud800 pair"),
    ],
)
def test_what_does_not_print_becomes_an_escape(text: str, expected: str) -> None:
    assert words.visible(text) == expected


@given(st.text(alphabet=st.characters()))
def test_visible_text_holds_no_control_character(text: str) -> None:
    assert not [one for one in words.visible(text) if unicodedata.category(one).startswith("C")]


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (16_204_311, "16 MB")]
)
def test_size(count: int, expected: str) -> None:
    assert words.size(count) == expected


def test_counts() -> None:
    told = [words.number(1234), words.counted(1, "entry", "entries"), words.counted(2, "entry", "entries")]
    assert told == ["1,234", "1 entry", "2 entries"]
    assert [words.times(count) for count in (1, 2, 3, 4_120)] == ["once", "twice", "3 times", "4,120 times"]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 0, "100 %"),
        (0, 9, "0 %"),
        (1, 1_000, "under 1 %"),
        (1, 2, "50 %"),
        (999, 1_000, "over 99 %"),
        (9, 9, "100 %"),
    ],
)
def test_percent_never_rounds_to_all_or_nothing(part: int, whole: int, expected: str) -> None:
    assert words.percent(part, whole) == expected


def test_dates_are_utc() -> None:
    assert words.date_time(1_484_481_824_250) == "15 Jan 2017, 12:03 UTC"
    assert words.iso(1_484_481_824_250) == "2017-01-15T12:03:44.250Z"


@pytest.mark.parametrize("time", [None, 10**17, -(10**17)])
def test_an_impossible_time_is_unknown(time: int | None) -> None:
    assert (words.date_time(time), words.iso(time)) == ("unknown", None)


@given(st.integers())
def test_no_time_raises(time: int) -> None:
    assert words.date_time(time)


def test_between_says_one_time_once() -> None:
    assert words.between(0, 0) == "1 Jan 1970, 00:00 UTC"
    assert words.between(0, DAY) == "1 Jan 1970, 00:00 UTC to 2 Jan 1970, 00:00 UTC"


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        (-5, "1 second"),
        (0, "1 second"),
        (40_000, "40 seconds"),
        (5 * 60_000, "5 minutes"),
        (10 * HOUR, "10 hours"),
        (7 * DAY - HOUR, "7 days"),
    ],
)
def test_period(elapsed: int, expected: str) -> None:
    assert words.period(1_000, 1_000 + elapsed) == expected


@pytest.mark.parametrize(
    ("several", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(several: list[str], expected: str) -> None:
    assert words.listed(several) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("IMEI", "IMEI"),
        ("Phone number", "phone number"),
        ("Wi-Fi name (SSID)", "Wi-Fi name"),
        ("E-mail address", "e-mail address"),
        ("Android ID", "Android ID"),
        ("Google services ID (GSF)", "Google services ID"),
    ],
)
def test_labels_inside_a_sentence(label: str, expected: str) -> None:
    assert words.inside(label) == expected


def test_long_names_keep_their_ends() -> None:
    assert words.short("open.oneplus.net") == "open.oneplus.net"
    assert words.short("a" * 40 + "b" * 40) == "a" * 23 + "…" + "b" * 24


def test_layers() -> None:
    assert words.layers("body > form data > base64") == ["body", "form data", "base64"]
    assert words.layers("") == []


@pytest.mark.parametrize(
    ("time", "said"), [(0, "00:00:00"), (1_484_481_600_999, "12:00:00"), (None, "unknown"), (1 << 60, "unknown")]
)
def test_the_time_of_day(time: int | None, said: str) -> None:
    assert words.clock(time) == said


@pytest.mark.parametrize(
    ("label", "named"), [("IMEI", "IMEI as a hash"), ("Wi-Fi name (SSID)", "Wi-Fi name as a hash (SSID)")]
)
def test_what_went_as_a_hash_is_called_so_inside_a_sentence_too(label: str, named: str) -> None:
    assert (words.called(label, is_hash=True), words.called(label, is_hash=False)) == (named, label)
    assert words.inside(words.called(label, is_hash=True)).endswith(" as a hash")
