from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.pcap.order import MOST_WAITING, Order

WHOLE = bytes(range(200))


def told(*segments: tuple[int, bytes], first: int = 0) -> list[bytes | int]:
    order = Order()
    order.begin(first)
    pieces = [piece for seq, data in segments for piece in order.add(seq, data, len(data))]
    return pieces + list(order.rest())


def test_segments_are_put_in_order() -> None:
    assert told((3, b"def"), (0, b"abc"), (6, b"g")) == [b"abc", b"def", b"g"]


def test_what_comes_again_counts_once() -> None:
    assert told((0, b"abc"), (0, b"abc"), (1, b"bcd"), (0, b"a")) == [b"abc", b"d"]


def test_a_gap_is_told_with_its_length() -> None:
    assert told((0, b"abc"), (5, b"fg")) == [b"abc", 2, b"fg"]


def test_numbers_go_round() -> None:
    last = (1 << 32) - 1
    assert told((last, b"ab"), (1, b"c"), first=last) == [b"ab", b"c"]


def test_a_segment_recorded_in_part_leaves_a_gap_but_counts_whole() -> None:
    order = Order()
    pieces = [*order.add(0, b"ab", 10), *order.add(10, b"xy", 2), *order.rest()]
    assert (pieces, order.size) == ([b"ab", 8, b"xy"], 12)


def test_what_waits_is_bounded() -> None:
    order = Order()
    order.begin(0)
    block = bytes(1 << 16)
    pieces = [piece for i in range(20) for piece in order.add(1 + (i << 16), block, len(block))]
    assert pieces[0] == 1
    assert sum(len(piece) for piece in pieces if isinstance(piece, bytes)) >= MOST_WAITING


@given(st.lists(st.tuples(st.integers(0, 199), st.integers(1, 50)), max_size=30))
def test_any_order_of_segments_gives_the_bytes_where_they_belong(cuts: list[tuple[int, int]]) -> None:
    place = 0
    for piece in told(*((at, WHOLE[at : at + size]) for at, size in cuts)):
        if isinstance(piece, bytes):
            assert piece == WHOLE[place : place + len(piece)]
        place += len(piece) if isinstance(piece, bytes) else piece
    assert place == max([min(200, at + size) for at, size in cuts], default=0)


def test_a_direction_that_was_never_seen_has_no_gap() -> None:
    assert (list(Order().rest()), Order().size) == ([], 0)


def test_what_a_last_segment_misses_is_a_gap_too() -> None:
    order = Order()
    assert [*order.add(7, b"ab", 10), *order.rest(), *order.rest()] == [b"ab", 8]
