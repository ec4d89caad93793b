from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.telemetry import metrics
from phonehome.telemetry.client.consent import Choice, Consent
from phonehome.telemetry.client.store import Store
from phonehome.telemetry.client.texts import text_of
from telemetry.client.world import METRICS


@pytest.fixture
def consent(tmp_path: Path) -> Consent:
    return Consent(metrics.parse(METRICS), Store(tmp_path), lambda: 86_400.0)


def test_off_until_given_and_one_purpose_at_a_time(consent: Consent) -> None:
    assert not consent.given("improve-battery")
    consent.give("improve-battery")
    assert consent.given("improve-battery")
    assert not consent.given("find-crashes")
    consent.withdraw("improve-battery")
    assert not consent.given("improve-battery")


def test_each_choice_is_kept_with_text_language_and_time(consent: Consent) -> None:
    consent.give("improve-battery", "de")
    consent.withdraw("improve-battery")
    version = text_of(metrics.parse(METRICS), "improve-battery", "de").version
    row = ("improve-battery", version, "de", "1970-01-02T00:00:00+00:00")
    assert [(one.purpose, one.version, one.language, one.time) for one in consent.history()] == [row, row]
    assert [one.given for one in consent.history()] == [True, False]
    assert isinstance(consent.history()[0], Choice)


def test_a_choice_in_a_language_or_purpose_that_is_gone_can_be_withdrawn(tmp_path: Path) -> None:
    store = Store(tmp_path)
    Consent(metrics.parse(METRICS), store, lambda: 0.0).give("improve-battery", "de")
    with store.change() as connection:
        connection.execute("UPDATE choice SET language = 'tlh'")
    fewer = metrics.parse('[purpose.find-crashes]\ntitle = "find out what crashes"\n[metric]')
    Consent(fewer, store, lambda: 0.0).withdraw("improve-battery")
    later = Consent(metrics.parse(METRICS), store, lambda: 0.0)
    assert [(one.given, one.language) for one in later.history()] == [(True, "tlh"), (False, "tlh")]
    assert not later.given("improve-battery")
    with pytest.raises(ValueError, match="no purpose is called 'improve-batery'"):
        later.withdraw("improve-batery")


def test_a_purpose_that_is_gone_is_not_agreed_to(tmp_path: Path) -> None:
    Consent(metrics.parse(METRICS), Store(tmp_path), lambda: 0.0).give("improve-battery")
    fewer = metrics.parse('[purpose.find-crashes]\ntitle = "find out what crashes"\n[metric]')
    assert not Consent(fewer, Store(tmp_path), lambda: 0.0).given("improve-battery")
