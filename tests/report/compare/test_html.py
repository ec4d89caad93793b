from __future__ import annotations

from msgspec.structs import replace

from phonehome.infer.change import Comparison
from phonehome.report.compare.html import render
from phonehome.report.material import Look


def _page(comparison: Comparison) -> str:
    return b"".join(render(comparison, Look())).decode()


def test_a_page_without_script_or_network(comparison: Comparison) -> None:
    page = _page(comparison)
    assert page.startswith("<!doctype html>")
    assert [word for word in ("<script", "http://", "https://", "url(") if word in page] == []


def test_states_places_and_proof_are_shown(comparison: Comparison) -> None:
    page = _page(comparison)
    shown = (
        'class="state stopped"',
        'class="state changed"',
        "1 place that changed",
        "e6 body &gt; json $.im",
        "3 more places",
    )
    assert [part for part in shown if part not in page] == []


def test_nothing_of_a_capture_is_markup(comparison: Comparison) -> None:
    change = replace(comparison.recipients[0], recipient="<i>x", verdict="<b>\x1b")
    page = _page(replace(comparison, recipients=(change, change)))
    assert ("<i>x" in page, "<b>" in page, "&lt;b&gt;\\x1b" in page) == (False, False, True)


def test_a_verdict_stands_once_where_there_is_one_recipient(comparison: Comparison) -> None:
    assert _page(comparison).count(comparison.sentence) == 1
