"""The page as text; what a browser makes of it: test_page_in_browser.py."""

from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from phonehome.telemetry.collect.answer import Answer
from phonehome.telemetry.dashboard.board import Batches, card
from phonehome.telemetry.dashboard.page import Asked, away, door, page, policy
from phonehome.telemetry.metric import Purpose
from phonehome.telemetry.metrics import catalogue, read
from telemetry.dashboard.said import FEW, MANY, SHARES, WEEKLY

METRICS = read(catalogue())
TODAY = date(2026, 10, 28)
ASKED = Asked(date(2026, 10, 1), TODAY, TODAY)
UNLOCKS = METRICS.metrics["unlocks"]
COUNTED = Batches(date(2026, 10, 2), 26)


def _page(*answers: Answer, asked: Asked = ASKED) -> str:
    cards = [card(UNLOCKS, answer, COUNTED, TODAY) for answer in answers]
    return " ".join(page(asked, METRICS.purposes, cards).split())


@pytest.mark.parametrize(
    "said",
    [
        "<title>What the fleet says · phonehome</title>",
        "Learn which parts of the phone are used and how much, to decide what to work on</h2>",
        f'<p class="why">{UNLOCKS.terms.why}.</p>',
        "<b>1.25</b> a day <span>on average, 1.2 to 1.5</span>",
        '<th scope="row">1 to 2</th><td class="number">75.0 %</td><td class="number">74.0 %</td>',
        '<td class="number">70.0 to 110.0 %</td><td>yes</td>',
        "<dt>Reports</dt><dd>9,000 reports of 2 days</dd>",
        "<dt>Batches</dt><dd>counted up to 2026-10-02; 26 days still open</dd>",
        "<dt>Epsilon</dt><dd>1 a report, at most 26 in a phone's life</dd>",
        "<dt>Asked until</dt><dd>2028-01-01</dd>",
        "<dt>Answers for it</dt><dd>sensors team</dd>",
        "<li>Of one phone: nothing. Any one report is at most 2.7 times as likely",
        "<li>A share under 3.1 % cannot be told from none with so many reports.</li>",
        "<li>If one report in a hundred were made up, they could move a share by up to 2.8 percentage points",
        '<a href="/v1/estimates?metric=unlocks&amp;since=2026-10-01&amp;until=2026-10-28&amp;by=week">',
    ],
)
def test_a_card_says(said: str) -> None:
    assert said in _page(MANY)


def test_too_few_reports_show_no_number() -> None:
    found = _page(FEW)
    assert "<b>Too few reports to say.</b> 50 came, 4,000 are needed; with fewer the answer is noise." in found
    assert "1 day on which it was asked in another definition" in found
    assert ("All numbers" in found.partition("</header>")[2], 'class="mean"' in found) == (False, False)


def test_weeks_are_a_picture_and_a_table_at_once() -> None:
    found = re.search(r"<summary>Week by week</summary>(.*?)</details>", _page(WEEKLY))
    assert found is not None
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td class="amount">(.*?)</td>', found[1])
    assert [(label, "<svg" in picture, said) for label, picture, said in rows] == [
        ("1 to 4 Oct", False, "too few <small>50 of 4,000 reports</small>"),
        ("5 to 11 Oct", True, "1.25 <small>1.2 to 1.5</small>"),
    ]


def test_a_purpose_without_metrics_is_no_chapter() -> None:
    purposes = {**METRICS.purposes, "nothing": Purpose("Ask nothing at all")}
    assert "Ask nothing at all" not in page(ASKED, purposes, [card(UNLOCKS, MANY, COUNTED, TODAY)])


def test_a_period_that_cannot_be_is_told() -> None:
    wrong = replace(ASKED, wrong="since 9999-01-01 is after until 2026-10-28")
    said = "since 9999-01-01 is after until 2026-10-28. Shown instead: 1 to 28 Oct 2026."
    assert (said in _page(MANY, asked=wrong), "alert" in _page(MANY)) == (True, False)


def test_what_is_said_of_a_label_cannot_become_markup() -> None:
    hostile = replace(MANY, shares=(replace(SHARES[0], label="<script>alert(1)</script>\x1b"), SHARES[1]))
    found = _page(hostile)
    assert ("<script" in found, "&lt;script&gt;alert(1)&lt;/script&gt;\\x1b" in found) == (False, True)


@pytest.mark.parametrize("text", [_page(MANY, WEEKLY, FEW), door(refused=True), away("it is locked")])
def test_no_page_has_a_script_or_a_style_that_the_policy_would_not_allow(text: str) -> None:
    addresses = set(re.findall(r'(?:href|src|action)="([^"#?]*)', text)) - {""}
    assert ("<script" in text, " style=" in text, text.count("<style>")) == (False, False, 1)
    assert addresses <= {"data:,", "/", "/enter", "/v1/estimates"}
    assert "script-src" not in policy()


def test_the_door_says_when_the_token_was_wrong() -> None:
    assert ["That is not the token." in door(refused=refused) for refused in (True, False)] == [True, False]


def test_a_database_that_is_away_is_told() -> None:
    assert "telemetry.sqlite is locked" in away("telemetry.sqlite is locked")
