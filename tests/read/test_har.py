from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange, Response
from phonehome.read import har, reader_of
from phonehome.read.reader import HEAD

CAPTURES = Path(__file__).parents[3] / "shared" / "captures"
COUNTS = {
    "mitmproxy/flows/corrupted_gzip_body.har": 1,
    "mitmproxy/flows/diff_data.har": 5,
    "mitmproxy/flows/error_log.har": 2,
    "mitmproxy/flows/event_stream.har": 2,
    "mitmproxy/flows/incomplete_log.har": 4,
    "mitmproxy/flows/successful_log.har": 2,
    "mitmproxy/flows/websocket.har": 3,
    "mitmproxy/har_files/charles.har": 1,
    "mitmproxy/har_files/chrome.har": 3,
    "mitmproxy/har_files/firefox.har": 14,
    "mitmproxy/har_files/head-content-length.har": 1,
    "mitmproxy/har_files/insomnia.har": 1,
    "mitmproxy/har_files/postdata.har": 1,
    "mitmproxy/har_files/safari.har": 19,
    "mitmproxy/har_files/with-bom.har": 1,
    "tweasel/android/first-run.har": 16,
    "tweasel/android/second-run.har": 14,
    "tweasel/ios/first-run.har": 16,
    "tweasel/ios/second-run.har": 14,
    "tweasel/platform/traffic-empty.har.json": 0,
    "tweasel/platform/traffic.har.json": 12,
}
needs_captures = pytest.mark.skipif(not CAPTURES.is_dir(), reason="the real captures are not beside the repository")


class Dripping(io.BytesIO):
    """A file that gives one byte at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1, -1 if size is None else size))


def entry(number: int) -> dict[str, object]:
    request = {"method": "POST", "url": f"https://a.example/{number}", "postData": {"text": '"{[é\\' * number}}
    return {"startedDateTime": "2017-01-01T00:00:00Z", "request": request, "response": {"status": 200}}


def exchange(number: int) -> Exchange:
    body = ('"{[é\\' * number).encode()
    url = f"https://a.example/{number}"
    return Exchange(number, "POST", url, 1_483_228_800_000, body=body, response=Response(200))


def log(entries: list[dict[str, object]]) -> dict[str, object]:
    creator = {"name": "x", "comment": '"entries":[{'}
    return {"log": {"version": "1.2", "creator": creator, "pages": [], "entries": entries, "comment": "]}"}}


def flipped(value: object) -> object:
    """The same value with the members of every object in opposite order."""
    if isinstance(value, dict):
        return {name: flipped(value[name]) for name in reversed(value)}
    return [flipped(item) for item in value] if isinstance(value, list) else value


def read(text: bytes) -> list[Exchange | Damage]:
    return list(har.read(io.BytesIO(text)))


ENTRIES = [entry(number) for number in range(6)]
EXCHANGES = [exchange(number) for number in range(6)]
COMPACT = json.dumps(log(ENTRIES), separators=(",", ":"), ensure_ascii=False).encode()
FIRST = COMPACT.index(b'{"startedDateTime"')
ENDS = [found.end() for found in re.finditer(rb'"status":200\}\}', COMPACT)]
WRITTEN = {
    "compact": COMPACT,
    "indented": json.dumps(log(ENTRIES), indent=2).encode(),
    "indented with tabs and CR LF": json.dumps(log(ENTRIES), indent="\t").replace("\n", "\r\n").encode(),
    "members in another order": json.dumps(flipped(log(ENTRIES))).encode(),
    "vendor members first": json.dumps({"_v": {"log": {"entries": [1]}}} | log(ENTRIES)).encode(),
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + COMPACT,
    "UTF-16": COMPACT.decode().encode("utf-16"),
    "UTF-16, big end first": "\ufeff".encode("utf-16-be") + COMPACT.decode().encode("utf-16-be"),
    "white space around": b" \r\n" + COMPACT + b"\n\n",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_har_reads_the_same_however_it_is_written(text: bytes) -> None:
    assert (har.recognises(text), read(text)) == (True, EXCHANGES)


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_har_that_drips_reads_the_same(text: bytes) -> None:
    assert list(har.read(Dripping(text))) == EXCHANGES


def test_a_har_larger_than_memory_is_read_in_pieces() -> None:
    text = json.dumps(log([entry(number % 6) for number in range(30_000)]), ensure_ascii=False).encode()
    found = read(text)
    assert [(x.index, x.url) for x in found if isinstance(x, Exchange)] == [
        (number, f"https://a.example/{number % 6}") for number in range(30_000)
    ]


def test_a_har_without_exchanges_is_empty() -> None:
    assert read(json.dumps(log([])).encode()) == []


def test_every_cut_leaves_the_entries_before_it() -> None:
    for cut in range(FIRST, len(COMPACT)):
        *found, damage = read(COMPACT[:cut])
        assert found == EXCHANGES[: sum(end <= cut for end in ENDS)]
        assert isinstance(damage, Damage)
        assert damage.offset + damage.lost == cut


def test_a_cut_inside_an_entry_says_where_and_how_much() -> None:
    begin = COMPACT.index(b'{"startedDateTime"', COMPACT.index(b"example/2"))
    assert read(COMPACT[: begin + 50]) == [*EXCHANGES[:3], Damage(begin, 50, "the file ends inside entry 3")]


@pytest.mark.parametrize("behind", [b"]", b"]}", b'],"comment":"', b"", b","])
def test_missing_closing_brackets_lose_nothing_and_are_told(behind: bytes) -> None:
    text = COMPACT[: COMPACT.rindex(b"],")] + behind
    assert read(text) == [
        *EXCHANGES,
        Damage(len(text), 0, "the file ends before its closing brackets; its 6 entries are whole"),
    ]


@pytest.mark.parametrize("garbage", [b"\x00" * 9, b"{}", COMPACT])
def test_bytes_behind_the_end_are_told(garbage: bytes) -> None:
    assert read(COMPACT + garbage) == [
        *EXCHANGES,
        Damage(len(COMPACT), len(garbage), "bytes behind the end of the HAR belong to nothing"),
    ]


def test_a_long_tail_behind_the_end_is_counted() -> None:
    tail = b"x" * 3_000_000
    assert read(COMPACT + tail)[-1] == Damage(
        len(COMPACT), len(tail), "bytes behind the end of the HAR belong to nothing"
    )


def test_entries_that_are_not_closed_are_told() -> None:
    assert read(b'{"log":{"entries":[}}') == [Damage(19, 2, "bytes behind the entries belong to nothing")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'{"request":01}', "is not valid JSON"),
        (b'{"request":{"url":"\\x"}}', "is not valid JSON"),
        (b'{"time":1}', "has no request"),
        (b"null", "is no object"),
        (b'{"request":null}', "has no request"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_counted(broken: bytes, reason: str) -> None:
    entries = [json.dumps(entry(0)).encode(), broken, json.dumps(entry(2)).encode()]
    text = b'{"log":{"entries":[' + b",".join(entries) + b"]}}"
    expected = [EXCHANGES[0], Damage(20 + len(entries[0]), len(broken), f"entry 1 {reason}"), EXCHANGES[2]]
    assert read(text) == expected


@pytest.mark.parametrize("odd", [b'"\xff"', b'"\\udc80"', b'"a\nb"', b"NaN", b"[1,2]", b'"\\ud800"'])
def test_an_odd_entry_is_read_all_the_same(odd: bytes) -> None:
    text = b'{"log":{"entries":[{"request":{"method":"GET","url":"u","postData":' + odd + b"}}]}}"
    found = read(text)
    assert [(x.index, x.url) for x in found if isinstance(x, Exchange)] == [(0, "u")]


def test_a_lost_quote_costs_one_entry() -> None:
    begin = COMPACT.index(b'{"startedDateTime"', COMPACT.index(b"example/1"))
    end = COMPACT.index(b',{"startedDateTime"', begin)
    text = COMPACT.replace(b'example/2"', b"example/2")
    assert read(text) == [
        *EXCHANGES[:2],
        Damage(begin, end - begin - 1, "entry 2 is not valid JSON"),
        *EXCHANGES[3:],
    ]


def test_entries_behind_a_broken_beginning_are_found_by_their_name() -> None:
    text = COMPACT.replace(b'"name":"x"', b'"name":"x').replace(b'"comment":"\\"entries\\":[{"', b'"c":""')
    damage, *exchanges = read(text)
    lost = text.index(b'"entries":[')
    assert (damage, exchanges) == (Damage(0, lost, "what comes before the entries is not valid JSON"), EXCHANGES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "the file is empty"),
        (b"  ", "the file is empty"),
        (b"[]", 'not a HAR: no JSON object with a "log"'),
        (b'{"a":1}', 'not a HAR: no JSON object with a "log"'),
        (b'{"log":\n[2,1,3]\n"request:"}', 'not a HAR: its "log" is no object'),
        (b'{"log":{"pages":[]}}', 'a HAR without its "entries"'),
        (b'{"log":{"version":"1.2","crea', 'a HAR without its "entries"'),
        (b'{"log":{"entries":{}}}', 'a HAR whose "entries" are no list'),
        (b'{"log":{"entries"', 'a HAR without its "entries"'),
    ],
)
def test_what_has_no_entries_is_refused_with_a_reason(text: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^{reason}$"):
        read(text)


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b'{"log"', False),
        (b'{"log":', True),
        (b'\xef\xbb\xbf {"a":{"log":1},"log":{"entries":[{"requ', True),
        (b'{"log":[2,1,3] "request:"}', True),
        (b'{"a":"' + b"x" * HEAD, True),
        (b'{"a":"' + b"x" * 100, False),
        (b'{"a":{"log":{}}}' + b" " * HEAD, False),
        (b'[{"log":{}}]', False),
        (b'{"headers":[["Content-Type"]]}', False),
        (b"", False),
    ],
)
def test_a_har_is_recognised_by_its_log(head: bytes, claimed: bool) -> None:  # noqa: FBT001 - a case's outcome
    assert har.recognises(head) is claimed


@given(st.integers(0, len(COMPACT) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_a_change_anywhere_spares_the_entries_before_it(at: int, new: bytes, old: int) -> None:
    text = COMPACT[:at] + new + COMPACT[at + old :]
    whole = sum(end <= at for end in ENDS)
    try:
        found = read(text)
    except ValueError:
        found = []
    assert [x for x in found if isinstance(x, Exchange)][:whole] == EXCHANGES[:whole]


@given(st.binary(max_size=200))
def test_any_bytes_among_the_entries_are_read_in_order(data: bytes) -> None:
    found = [x.index for x in read(b'{"log":{"entries":[' + data) if isinstance(x, Exchange)]
    assert found == sorted(set(found))


@needs_captures
@pytest.mark.parametrize(("name", "count"), COUNTS.items(), ids=COUNTS)
def test_a_real_capture_is_read_whole(name: str, count: int) -> None:
    with (CAPTURES / name).open("rb") as file:
        reader = reader_of(file.read(HEAD))
        file.seek(0)
        found = list(reader.read(file))
    assert [x.index if isinstance(x, Exchange) else x for x in found] == list(range(count))


@needs_captures
def test_every_real_har_has_its_count() -> None:
    found = {path.relative_to(CAPTURES).as_posix() for path in CAPTURES.rglob("*.har*")}
    others = {"mitmproxy/corrupted_har/brokenfile.har", "mitmproxy/har_extractor.har"}
    assert found == COUNTS.keys() | others


@needs_captures
@pytest.mark.parametrize("name", ["mitmproxy/corrupted_har/broken_headers.json", "mitmproxy/har_extractor.har"])
def test_a_real_file_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a capture phonehome can read"):
        reader_of((CAPTURES / name).read_bytes()[:HEAD])


@needs_captures
def test_a_real_binary_body_written_as_latin_1_is_bytes_again() -> None:
    with (CAPTURES / "mitmproxy/flows/diff_data.har").open("rb") as file:
        found = [x for x in har.read(file) if isinstance(x, Exchange)]
    assert found[3].body[22:36] == b'\x10c\x18\x01"\x88,\n\xae\x12\nfZ:'
