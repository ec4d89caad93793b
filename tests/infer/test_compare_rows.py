from __future__ import annotations

from infer.given import Found, Sent, given
from phonehome.infer.compare_rows import KindRow, by_side, rows
from phonehome.infer.sides import Split


def test_both_sides_of_a_thing_beside_each_other() -> None:
    one, other, alone = KindRow("A", "imei", 0, 1, 1), KindRow("A", "imei", 1, 2, 2), KindRow("A", "ssid", 1, 1, 1)
    assert by_side(((row.kind,), row) for row in (one, other, alone)) == {
        ("imei",): (one, other),
        ("ssid",): (None, alone),
    }


def test_rows_of_one_recipient() -> None:
    sent = [Sent(), Sent(host="b.example", organisation=""), Sent(case_no=1)]
    found = rows(given(sent, [Found(0, "imei"), Found(1, "ssid"), Found(2, "imei")]), Split()).of("OnePlus")
    assert [(row.kind, row.side) for row in found.kinds] == [("imei", 0), ("imei", 1)]
    assert {row.host for row in found.streams} == {"open.oneplus.net"}


def test_the_same_value_at_another_place_is_found_again_in_any_writing() -> None:
    sent = [Sent(), Sent(case_no=1)]
    found = [Found(0, "imei", "49-015420-323751-8", path="$.a"), Found(1, "imei", "490154203237518", path="$.b")]
    without = [Found(one.exchange, one.kind, one.value, path=one.path, reason=("pattern", "", "")) for one in found]
    for some in (found, without):
        moved = rows(given(sent, some), Split()).moved
        assert [(row.place, row.other_place) for row in moved] == [("$.a", "$.b"), ("$.b", "$.a")]


def test_another_value_at_another_place_is_no_move() -> None:
    sent = [Sent(), Sent(case_no=1)]
    names = ("field name", "by its name", "")
    found = [Found(0, "user_id", "1", path="$.a", reason=names), Found(1, "user_id", "2", path="$.b", reason=names)]
    assert rows(given(sent, found), Split()).moved == ()
