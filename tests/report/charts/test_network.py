from __future__ import annotations

from phonehome.report.charts.network import network


def test_a_line_for_each_that_is_held() -> None:
    drawn = network([("IMEI", "kept"), ("e-mail", "reset")], ["OnePlus"], [(0, 0), (1, 0)])
    assert (drawn.count('class="tie"'), drawn.count("<circle"), drawn.count("<text")) == (2, 3, 3)
    assert 'aria-label="IMEI: OnePlus; e-mail: OnePlus"' in drawn


def test_names_are_no_markup_and_short_enough() -> None:
    drawn = network([("<b>" + "x" * 40, "kept")], ["<i>"], [])
    assert ("<b>" in drawn, "<i>" in drawn, "x" * 24 in drawn, "…" in drawn) == (False, False, False, True)


def test_nothing_is_an_empty_picture() -> None:
    assert network([], [], []).count("<") == 2
