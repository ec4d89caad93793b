from __future__ import annotations

from msgspec import structs

from phonehome.infer.compare_rows import FieldRow, FindingKey, KindRow, MovedRow, PlaceRow, Rows, StreamRow
from phonehome.infer.differences import Frame, fields_of, kinds_of, places_of, streams_of
from phonehome.infer.sides import Side
from phonehome.knowledge.load import load

HOUR = 3_600_000
FRAME = Frame(load(), (Side("before", 9, 0, 1, 72.0, 0.0), Side("after", 9, 0, 1, 72.0, 0.0)))
FIRST = FindingKey(0, 0, 0)


def _stream(side: int, gaps: tuple[int, int, int] | None, theme: str = "usage") -> StreamRow:
    short, usual, long = gaps or (None, None, None)
    return StreamRow("A", "a.example", "/up", theme, side, 18, 20, 1800, 180_000.0, 100, short, usual, long)


def _place(side: int, wrapping: str, place: str, known: str = "") -> PlaceRow:
    return PlaceRow("A", "a.example", "/up", "usage", "imei", wrapping, place, side, 18, 18, 18, known, FIRST)


def _rows(
    streams: tuple[StreamRow, ...] = (), places: tuple[PlaceRow, ...] = (), moved: tuple[MovedRow, ...] = ()
) -> Rows:
    kinds = tuple(KindRow("A", "imei", side, 18, 18) for side in sorted({row.side for row in places}))
    return Rows(streams, places, kinds, moved, (), ())


def test_only_regular_sending_has_a_cadence() -> None:
    even, uneven = (4 * HOUR, 4 * HOUR, 4 * HOUR), (HOUR, 4 * HOUR, 9 * HOUR)
    (stream,) = streams_of(_rows((_stream(0, even), _stream(1, uneven))), FRAME)
    assert (stream.every_before, stream.every_after, stream.state) == (4.0, None, "continues")
    (once,) = streams_of(_rows((_stream(0, None),)), FRAME)
    assert (once.every_before, once.state, once.volume_after.high) == (None, "stopped", once.volume_after.high)


def test_a_stream_that_changes_its_address_has_moved() -> None:
    old, new = _stream(0, None), structs.replace(_stream(1, None), path="/v2")
    other = structs.replace(_stream(0, None, "communications"), path="/talk")
    states = {one.address: one.state for one in streams_of(_rows((old, new, other)), FRAME)}
    assert states == {"a.example/up": "moved", "a.example/v2": "moved", "a.example/talk": "stopped"}
    stays = structs.replace(old, side=1)
    states = {one.address: one.state for one in streams_of(_rows((old, stays, new)), FRAME)}
    assert states == {"a.example/up": "continues", "a.example/v2": "new"}


def test_the_stream_that_tells_most_comes_first() -> None:
    rows = _rows((_stream(0, None, "other personal data"), _stream(0, None)), (_place(0, "body > json", "$.a"),))
    assert [(one.theme, one.kinds_before, one.kinds_after) for one in streams_of(rows, FRAME)] == [
        ("usage", ("imei",), ()),
        ("other personal data", (), ()),
    ]


def test_a_place_names_the_counterpart_most_like_it() -> None:
    places = (
        _place(0, "body > json", "$.b.im"),
        _place(1, "body > json $.a.chs > chs", "[]"),
        _place(1, "body > json $.b.chs > chs", "[]"),
    )
    moved = tuple(MovedRow("A", "imei", "body > json", "$.b.im", one.wrapping, one.place) for one in places[1:])
    found = {one.place: one for one in places_of(_rows(places=places, moved=moved), FRAME)}
    assert (found["$.b.im"].state, found["$.b.im"].counterpart, found["$.b.im"].counterpart_form) == (
        "stopped",
        "body > json $.b.chs > chs []",
        "in a reversible code (chs)",
    )


def test_a_kind_turns_only_with_the_same_value() -> None:
    places = (_place(0, "body > json", "$.im"), _place(1, "body > json", "$.h", "MD5 of the owner's value"))
    moved = (MovedRow("A", "imei", "body > json", "$.im", "body > json", "$.h"),)
    for links, state in ((moved, "changed form"), ((), "continues")):
        rows = _rows(places=places, moved=links)
        (kind,) = kinds_of(rows, places_of(rows, FRAME), FRAME)
        assert (kind.state, kind.forms_before, kind.forms_after) == (state, ("in clear",), ("as a hash (MD5)",))


def test_fields_of_one_side_come_first() -> None:
    fields = tuple(FieldRow("A", "a", "/", "body > json", place, *counts) for place, *counts in FIELDS)
    found = fields_of(Rows((), (), (), (), (), fields))
    assert [(one.address, one.place, one.before, one.after) for one in found] == [
        ("a/", "body > json $.b", 3, 0),
        ("a/", "body > json $.a", 3, 2),
    ]


FIELDS = (("$.a", 3, 2), ("$.b", 3, 0))
