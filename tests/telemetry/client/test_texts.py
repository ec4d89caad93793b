from __future__ import annotations

import pytest

from phonehome.telemetry import metrics
from phonehome.telemetry.client.texts import asked_for, languages, text_of
from telemetry.client.world import METRICS

ASKED = metrics.parse(METRICS)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_text_names_all_that_is_asked_and_no_more(language: str) -> None:
    text = text_of(ASKED, "improve-battery", language).text
    assert "make the battery last longer" in text
    assert "battery_health: Says whether charging slowly overnight is worth building." in text
    assert "crashed_component" not in text
    assert "{" not in text
    assert len(text.splitlines()) == 8


@pytest.mark.parametrize("end", ["", "."])
def test_a_reason_ends_with_one_full_stop(end: str) -> None:
    asked = metrics.parse(METRICS.replace("is worth building.", f"is worth building{end}"))
    assert "is worth building. Asked by battery team" in text_of(asked, "improve-battery").text


def test_the_share_of_chance_is_that_of_the_oracle() -> None:
    # e^1 over six values: an own output with (e-1)/(e+5) = 22.3 %, chance for the rest
    assert "Of 100 answers, 78 are pure chance." in text_of(ASKED, "improve-battery").text


def test_a_version_belongs_to_every_letter() -> None:
    versions = {text_of(ASKED, purpose, one).version for purpose in ASKED.purposes for one in languages()}
    assert len(versions) == len(ASKED.purposes) * len(languages())
    changed = metrics.parse(METRICS.replace("battery team", "advertising team"))
    assert text_of(changed, "improve-battery").version not in versions


def test_metrics_by_purpose() -> None:
    assert [metric.name for metric in asked_for(ASKED, "find-crashes")] == ["crashed_component"]
