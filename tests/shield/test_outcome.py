from __future__ import annotations

from phonehome.model import Field, Finding, Location, Reason
from phonehome.shield.outcome import Work
from phonehome.shield.rules import Rule

BODY = Field("body", "", b'{"a": "b"}')
MEMBER = Field("json", "$.a", "b", BODY)
REPLACE = Rule("replace", "mine")


def test_a_field_is_edited_upon_what_was_planned_for_it() -> None:
    work = Work()
    work.edit(MEMBER, "c", REPLACE)
    assert (work.now(MEMBER).value, work.now(BODY).value) == ("c", BODY.value)


def test_what_stands_below_a_change_waits() -> None:
    work = Work()
    work.edit(MEMBER, "c", REPLACE)
    work.edit(BODY, b"{}", REPLACE)
    assert work.outermost_first() == [(BODY, b"{}")]


def test_climbing_empties_the_outermost_value() -> None:
    work = Work()
    work.edit(MEMBER, "c", REPLACE)
    work.climb()
    assert work.outermost_first() == [(BODY, bytes(10))]


FINDING = Finding("imei", "confirmed", "c", Location(0, MEMBER.steps), (Reason("known", ""),))


def test_what_is_left_out_is_gathered_by_parent() -> None:
    work, other = Work(), Field("json", "$.b", "c", BODY)
    work.drop([MEMBER], "$.a", FINDING, REPLACE)
    work.drop([other], "$.b", FINDING, REPLACE)
    wanted = [("$.a", [MEMBER], FINDING, REPLACE), ("$.b", [other], FINDING, REPLACE)]
    assert [(one.parent, one.codec, one.wanted, one.paths()) for one in work.drops_by_parent()] == [
        (BODY, "json", wanted, {"$.a", "$.b"})
    ]


def test_below_what_loses_fields_nothing_is_left_out_in_the_same_round() -> None:
    work, inner = Work(), Field("json", "$.x", "y", Field("base64", "", b"{}", MEMBER))
    work.drop([MEMBER], "$.a", FINDING, REPLACE)
    work.drop([inner], "$.x", FINDING, REPLACE)
    assert [found.paths() for found in work.drops_by_parent()] == [{"$.a"}]


def test_a_field_is_changed_by_the_rule_of_what_stands_below_it() -> None:
    work = Work()
    work.edit(MEMBER, "c", REPLACE)
    assert (work.rule(MEMBER), work.rule(BODY), Work().rule(BODY)) == (REPLACE, REPLACE, Rule("drop"))
