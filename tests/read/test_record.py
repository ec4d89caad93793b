from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange, Owner, Response
from phonehome.read.record import MARKER, Answered, Asked, Began, Closed, Frames, More, Packer, Record

RECORDS: tuple[Record, ...] = (
    Began(1, Owner({"imei": ("490154203237518",)})),
    Asked(Exchange(0, "POST", "https://example.org/", 5, (("a", "é"),), b"x" * 5000)),
    More(0, bytes(range(256))),
    Answered(0, Response(200, (("b", "c"),), 7), address="192.0.2.1", unkept=3),
    Closed(1),
)
FRAMES = [Packer().frame(record) for record in RECORDS]
WHOLE = b"".join(FRAMES)


def read(*parts: bytes) -> list[Record | Damage]:
    frames = Frames()
    found = [item for part in parts for item in frames.feed(part)]
    return found + list(frames.end())


def test_records_come_back() -> None:
    assert read(WHOLE) == list(RECORDS)


def test_large_records_are_packed() -> None:
    assert len(FRAMES[1]) < 500


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_records_come_back_from_any_pieces(first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert read(WHOLE[:low], WHOLE[low:high], WHOLE[high:]) == list(RECORDS)


@given(st.integers(0, len(WHOLE)))
def test_every_cut_keeps_all_whole_records(cut: int) -> None:
    whole, end = 0, 0
    while whole < len(FRAMES) and end + len(FRAMES[whole]) <= cut:
        end += len(FRAMES[whole])
        whole += 1
    torn = [Damage(end, cut - end, "the recording ends inside a record")] if cut > end else []
    assert read(WHOLE[:cut]) == [*RECORDS[:whole], *torn]


@pytest.mark.parametrize("place", range(len(RECORDS) - 1))
@pytest.mark.parametrize("wrong", [b"", b"\x00", b"\xff" * 20, MARKER + b"\x00\xff\xff\x00\x00????"])
def test_a_damaged_record_costs_no_other(place: int, wrong: bytes) -> None:
    bad = [*FRAMES[:place], wrong + FRAMES[place][4:], *FRAMES[place + 1 :]]
    start, lost = len(b"".join(FRAMES[:place])), len(bad[place])
    expected = [*RECORDS[:place], Damage(start, lost, "a record is damaged"), *RECORDS[place + 1 :]]
    assert read(b"".join(bad)) == expected


@given(st.lists(st.binary(max_size=40), max_size=4), st.booleans())
def test_no_bytes_raise(parts: list[bytes], marked: bool) -> None:  # noqa: FBT001
    parts = [MARKER + part if marked else part for part in parts]
    lost = sum(item.lost for item in read(*parts) if isinstance(item, Damage))
    assert lost == len(b"".join(parts))
