from __future__ import annotations

import io

import pytest
from msgspec.structs import replace

from phonehome.model import Damage, Exchange, Response
from phonehome.read import reader_of, recording
from phonehome.read.record import Answered, Asked, Began, Closed, More, Packer, Record
from phonehome.read.recording import Growing

BEGAN = Began(0)
ONE = Exchange(0, "GET", "https://example.org/1", 1)
TWO = Exchange(1, "POST", "https://example.org/2", 2, body=b"a")
OK = Response(200)
OPEN = "the recording ends without a close: its writer was killed, or the power went"


def dump(*records: Record) -> bytes:
    packer = Packer()
    return b"".join(map(packer.frame, records))


CASES: dict[str, tuple[tuple[Record, ...], list[Exchange]]] = {
    "answered": ((Asked(ONE), Answered(0, OK, address="192.0.2.1")), [replace(ONE, response=OK, address="192.0.2.1")]),
    "answered in another order": (
        (Asked(ONE), Asked(TWO), Answered(1, OK), Answered(0, OK)),
        [replace(TWO, response=OK), replace(ONE, response=OK)],
    ),
    "never answered": ((Asked(ONE), Asked(TWO)), [ONE, TWO]),
    "not waited for": ((Asked(ONE), Answered(0), Answered(0, OK)), [ONE]),
    "a body in pieces": (
        (Asked(TWO), More(1, b"b"), More(1, b"c"), Answered(1, OK, unkept=9)),
        [replace(TWO, body=b"abc", response=OK, unkept=9)],
    ),
    "never left": ((Asked(ONE), Answered(0, sent=False)), [replace(ONE, sent=False)]),
    "pieces of nothing": ((More(5, b"x"), Answered(6, OK)), []),
}


@pytest.mark.parametrize(("records", "exchanges"), CASES.values(), ids=CASES)
def test_records_make_exchanges(records: tuple[Record, ...], exchanges: list[Exchange]) -> None:
    data = dump(BEGAN, *records, Closed(len(exchanges)))
    assert reader_of(data) is recording
    assert list(recording.read(io.BytesIO(data))) == exchanges


def test_a_recording_without_its_close_says_so() -> None:
    data = dump(BEGAN, Asked(ONE))
    assert list(recording.read(io.BytesIO(data))) == [ONE, Damage(len(data), 0, OPEN)]


def test_a_torn_record_is_counted() -> None:
    data = dump(BEGAN, Asked(ONE))
    torn = Damage(len(data), 7, "the recording ends inside a record")
    assert list(recording.read(io.BytesIO(data + dump(Asked(TWO))[:7]))) == [torn, ONE, Damage(len(data) + 7, 0, OPEN)]


def test_what_still_grows_is_not_torn() -> None:
    data = dump(BEGAN, Asked(ONE))
    assert Growing().recognises(data)
    found = list(Growing().read(io.BytesIO(data + dump(Asked(TWO))[:7])))
    assert found == [ONE, Damage(len(data), 0, "still being recorded")]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ValueError, match="the file is empty"):
        list(recording.read(io.BytesIO()))


def test_what_waits_for_answers_is_bounded() -> None:
    assembly = recording.Assembly()
    many = recording.MOST_WAITING + 3
    told = [found for index in range(many) for found in assembly.add(Asked(replace(ONE, index=index)))]
    assert [one.index for one in told] == [0, 1, 2]
