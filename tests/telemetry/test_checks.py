from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from phonehome.telemetry.checks import Wrong, of_form, of_metric, of_name, of_terms, of_values
from phonehome.telemetry.metric import Category, Count, Form, Metric, Number, Rate, Terms

TERMS = Terms("p", "because", "team", date(2028, 1, 1), 1, 1.0, 2.0, 90)
TERMS_WRONG = [
    (replace(TERMS, why=" "), "why"),
    (replace(TERMS, why="TODO"), "why"),
    (replace(TERMS, owner=""), "owner"),
    (replace(TERMS, purpose="-"), "purpose"),
    (replace(TERMS, bound=0), "bound"),
    (replace(TERMS, retention_days=0), "retention_days"),
    (replace(TERMS, every_days=-1), "every_days"),
    (replace(TERMS, epsilon_day=0.0), "epsilon_day"),
    (replace(TERMS, epsilon_day=float("nan")), "epsilon_day"),
    (replace(TERMS, epsilon_lifetime=float("inf")), "epsilon_lifetime"),
    (replace(TERMS, epsilon_lifetime=1000.0), "epsilon_lifetime"),
    (replace(TERMS, epsilon_lifetime=0.5), "epsilon_lifetime"),
    (replace(TERMS, epsilon_day=9.0, epsilon_lifetime=9.0), "epsilon_day"),
    (replace(TERMS, epsilon_day=0.4, bound=10), "epsilon_day"),
    (replace(TERMS, epsilon_day=0.1234567), "epsilon_day"),
]
FORMS_WRONG: list[tuple[Form, Wrong]] = [
    (Number((0, 0), 3), ("range", "goes from 0 to 0; the second must be above the first")),
    (Number((0, float("nan")), 3), ("range", "goes from 0 to nan; the second must be above the first")),
    (Number((0, 9), 1), ("bins", "is 1; it must be from 2 to 65536")),
    (Number((0, 9), (0, 5, 8)), ("bins", "must be edges from 0 to 9, three or more")),
    (Number((0, 9), (0, 5, 4, 9)), ("bins", "overlap: the edge 4 stands after 5")),
    (Number((0, 9), (0, 5, 5, 9)), ("bins", "overlap: the edge 5 stands after 5")),
    (Count(0), ("cap", "is 0; it must be from 1 to 65536")),
    (Count(10, 3), ("step", "is 3; it must divide the cap, 10")),
    (Count(10, 0), ("step", "is 0; it must divide the cap, 10")),
    (Rate(0), ("cap", "is 0; it must be from 1 to 65536")),
]
VALUES_WRONG = [
    (("a", "b"), 'lacks "other", for whatever the list does not have'),
    (("other",), "has fewer than two; there is nothing to tell"),
    (("a", "a", "other"), "has 'a' twice"),
    (("a", "", "other"), "has '', which is empty or longer than 100 characters"),
    (("a\x1b[31m", "other"), "has 'a\\x1b[31m', which has characters that do not print"),
    (("a\u202eb", "other"), "has 'a\\u202eb', which has characters that do not print"),
    (("490154203237518", "other"), "has '490154203237518', which looks like an IMEI or a serial number"),
]


def test_good_terms_pass() -> None:
    assert list(of_terms(TERMS)) == []


@pytest.mark.parametrize(("terms", "key"), TERMS_WRONG)
def test_terms_that_bound_nothing_are_wrong(terms: Terms, key: str) -> None:
    assert [wrong for wrong, _ in of_terms(terms)] == [key]


@pytest.mark.parametrize("form", [Category(("a", "other")), Number((0, 9), (0, 5, 9)), Count(10, 5), Rate(3)])
def test_a_good_form_passes(form: Form) -> None:
    assert list(of_form(form)) == []


@pytest.mark.parametrize(("form", "wrong"), FORMS_WRONG)
def test_bins_caps_and_steps_must_fit(form: Form, wrong: Wrong) -> None:
    assert list(of_form(form)) == [wrong]


@pytest.mark.parametrize(("values", "reason"), VALUES_WRONG)
def test_a_list_must_be_public_and_closed(values: tuple[str, ...], reason: str) -> None:
    assert list(of_values(values)) == [("values", reason)]


@pytest.mark.parametrize(("name", "wrong"), [("screen_hours", 0), ("Screen", 1), ("a b", 1), ("", 1), ("imei", 1)])
def test_names_are_plain_words_that_name_nobody(name: str, wrong: int) -> None:
    assert len(list(of_name(name))) == wrong


def memoised(cells: int, lifetime: int) -> Metric:
    terms = replace(TERMS, repeat="memoised")
    return Metric("m", terms, Count(cells - 1), tuple(map(str, range(cells))), epsilon=1_000_000, lifetime=lifetime)


METRICS = [
    (memoised(2, 2_000_000), []),
    (memoised(2, 1_999_999), ["epsilon_lifetime"]),
    (memoised(13, 13_000_000), []),
    (memoised(24, 64_000_000), ["repeat"]),
    (replace(memoised(24, 64_000_000), terms=TERMS), []),
    (replace(memoised(65_537, 64_000_000), terms=TERMS), ["cap"]),
]


@pytest.mark.parametrize(("metric", "keys"), METRICS)
def test_what_only_the_whole_shows(metric: Metric, keys: list[str]) -> None:
    assert [key for key, _ in of_metric(metric)] == keys
