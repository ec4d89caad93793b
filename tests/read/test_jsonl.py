from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange, Response
from phonehome.read import jsonl, reader_of
from phonehome.read.reader import HEAD
from read.long import Long

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "jsonl.md"


def line(number: int) -> bytes:
    return json.dumps({"url": f"https://a.example/{number}", "method": "POST", "body": "é\n" * number}).encode()


def exchange(number: int) -> Exchange:
    return Exchange(number, "POST", f"https://a.example/{number}", body="é\n".encode() * number)


EXCHANGES = [exchange(number) for number in range(4)]
LINES = [line(number) for number in range(4)]
TEXT = b"\n".join(LINES)


def read(text: bytes) -> list[Exchange | Damage]:
    return list(jsonl.read(io.BytesIO(text)))


@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT + b"\n", b"\r\n\n".join(LINES), b"\xef\xbb\xbf" + TEXT],
    ids=["bare", "ended", "empty lines", "marked"],
)
def test_a_line_is_an_exchange(text: bytes) -> None:
    assert (reader_of(text), read(text)) == (jsonl, EXCHANGES)


def test_the_documented_example_reads_as_documented() -> None:
    text = PAGE.read_text("utf-8").partition("```json\n")[2].partition("```")[0].encode()
    time = 1_483_228_800_000
    first, second, third = read(text)
    assert reader_of(text) is jsonl
    assert first == Exchange(
        0,
        "POST",
        "https://push.example/v1?id=7",
        time,
        (("Content-Type", "application/json"),),
        b'{"imei":"490154203237518"}',
        "198.51.100.7",
        "com.example.push",
        response=Response(200),
    )
    body = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    assert second == Exchange(1, "POST", "https://a.example/log", time, (("X-A", "1"), ("X-A", "2")), body)
    assert third == Exchange(2, "GET", "https://tracker.example/", sent=False)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"time": "2017-01-01T01:00:00+01:00"}, Exchange(0, "GET", "u://x", 1_483_228_800_000)),
        ({"time": "yesterday"}, Exchange(0, "GET", "u://x")),
        ({"time": 1.5}, Exchange(0, "GET", "u://x", 1)),
        ({"time": None, "status": 0, "more": [1]}, Exchange(0, "GET", "u://x")),
        ({"status": 1000, "body": None}, Exchange(0, "GET", "u://x")),
        ({"body": "a", "body_base64": "AP8"}, Exchange(0, "GET", "u://x", body=b"\0\xff")),
    ],
)
def test_a_member_may_be_left_out_or_make_no_sense(members: dict[str, object], expected: Exchange) -> None:
    assert read(json.dumps({"url": "u://x"} | members).encode()) == [expected]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"{}", "missing required field `url`"),
        (b"[]", "Expected `object`"),
        (b'{"url":"u","time":[]}', "at `$.time`"),
        (b'{"url":"u","body_base64":"A"}', "exchange 1 cannot be read: "),
        (b'{"url":"\xff"}', "exchange 1 cannot be read: "),
        (b'{"url":"u","x":' + b"[" * 90_000 + b"}", "exchange 1 cannot be read: "),
        (b'{"url":"u"', "truncated"),
    ],
)
def test_a_bad_line_is_told_and_the_next_is_read(broken: bytes, reason: str) -> None:
    first, damage, third = read(b"\n".join([LINES[0], broken, LINES[2]]))
    assert (first, third) == (EXCHANGES[0], EXCHANGES[2])
    assert isinstance(damage, Damage)
    assert (damage.offset, damage.lost) == (len(LINES[0]) + 1, len(broken) + 1)
    assert reason in damage.reason


def test_a_line_that_is_too_large_is_not_held() -> None:
    found = list(jsonl.read(Long(b"{", 135, b"}\n" + LINES[1])))
    assert found == [Damage(0, 135_000_003, "line 0 is too large to read"), EXCHANGES[1]]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the file is empty$"):
        read(b"\n ")


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b"broken\n" + TEXT, True),
        (b'{"body":"' + b"x" * HEAD, False),
        (b'{"a":{"url":1},"url":"' + b"x" * HEAD, True),
        (b"[" + b"x" * HEAD, False),
        (b"x" * HEAD + b"\n{", False),
        (b'{"url":"no scheme"}', False),
        (b'{"log":{"url":"https://a.example"}}', False),
        (b"[" * 90_000, False),
        (b'[{"url":"https://a.example"}]', False),
        (b"", False),
    ],
)
def test_lines_are_recognised_by_a_url(head: bytes, claimed: bool) -> None:  # noqa: FBT001 - a case's outcome
    assert jsonl.recognises(head) is claimed


@given(st.integers(0, len(TEXT) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_a_change_anywhere_spares_the_lines_before_it(at: int, new: bytes, old: int) -> None:
    found = read(TEXT[:at] + new + TEXT[at + old :])
    whole = TEXT.count(b"\n", 0, at)
    assert found[:whole] == EXCHANGES[:whole]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    assert all(isinstance(x, Exchange | Damage) for x in read(b"{" + data))
