from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from msgspec.structs import replace

from phonehome.telemetry.certificate import FRESH, HOW, MEMOISED, NOT_PROTECTED, WIDTH, certificate, state, text, year
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.oracle.exact import exp_below

METRICS = read(catalogue())
STATEMENTS = certificate(METRICS).statements


def test_every_metric_has_its_statement() -> None:
    assert [one.metric for one in STATEMENTS] == list(METRICS.metrics)


@pytest.mark.parametrize("name", METRICS.metrics)
def test_what_is_proved_is_what_was_asked_for_and_no_more(name: str) -> None:
    one = state(METRICS.metrics[name])
    assert Fraction(one.ratio) <= exp_below(Fraction(one.epsilon_proved))
    assert Fraction(one.ratio) > exp_below(Fraction(one.epsilon_proved) - Fraction(1, 10**6))
    assert Fraction(one.epsilon_proved) <= Fraction(one.epsilon_report)


def test_reports_compose_to_the_day_and_the_life() -> None:
    one = state(METRICS.metrics["screen_hours"])
    spent = (one.epsilon_day, one.epsilon_year, one.reports_in_life, one.epsilon_lifetime)
    assert spent == ("1", "5", 8, "8")
    assert (one.composition, one.linking_bits) == (FRESH, 0.0)


def test_what_repeated_answers_link_is_said() -> None:
    one = state(METRICS.metrics["reboots"])
    assert (one.composition, one.linking_bits, one.epsilon_lifetime) == (MEMOISED, 1.0, "2")
    assert "  An answer that is sent again tells phones apart by up to 1 bits." in list(text(certificate(METRICS)))


def test_the_words_end_with_what_is_not_protected() -> None:
    lines = list(text(certificate(METRICS)))
    said = " ".join(line.strip() for line in lines[lines.index("Not protected:") :])
    assert said == " ".join(["Not protected:", *(f"- {what}" for what in NOT_PROTECTED)])


def test_no_line_is_too_long_and_the_way_of_telling_is_explained() -> None:
    lines = list(text(certificate(METRICS)))
    said = " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= WIDTH
    assert all(f"{how}: with the chance" in said for how in HOW.values())


def test_purposes_and_all_have_their_sums() -> None:
    assert [(one.purpose, one.epsilon_year, one.epsilon_lifetime) for one in certificate(METRICS).sums] == [
        ("improve-battery", "15", "24"),
        ("fix-crashes", "22", "34"),
        ("improve-features", "30", "48"),
        ("", "67", "106"),
    ]


@pytest.mark.parametrize(("every", "answers"), [(1, 8), (28, 8), (91, 5), (182, 3), (363, 3), (364, 2), (3650, 2)])
def test_a_year_touches_so_many_stretches(every: int, answers: int) -> None:
    metric = METRICS.metrics["screen_hours"]
    asked = replace(metric, terms=replace(metric.terms, every_days=every))
    touched = max(len({day // every for day in range(first, first + 365)}) for first in range(every))
    assert (year(asked), answers) == (min(touched, 8) * 1_000_000, min(touched, 8))


def test_the_certificate_is_also_json() -> None:
    whole = certificate(METRICS)
    assert msgspec.json.decode(msgspec.json.encode(whole), type=type(whole)) == whole
