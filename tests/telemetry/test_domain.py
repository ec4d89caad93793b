from __future__ import annotations

from datetime import date

import pytest

from phonehome.telemetry.domain import Value, cell, edges, labels, step_of, weights
from phonehome.telemetry.metric import Category, Count, Form, Metric, Number, Rate, Terms

TERMS = Terms("p", "because", "team", date(2028, 1, 1), 1, 1.0, 1.0, 90)
BY = Terms("p", "because", "team", date(2028, 1, 1), 1, 1.0, 1.0, 90, by="os_version")
NETWORK = Category(("wifi", "4g", "other"))
HOURS = Number((0.0, 24.0), 4)
HEALTH = Number((0.0, 100.0), (0.0, 80.0, 90.0, 100.0))
UNLOCKS = Count(20, 10)
CRASHES = Count(2)
REBOOTS = Rate(4)


def metric(form: Form) -> Metric:
    return Metric("m", TERMS, form, labels(form))


LABELS = [
    (NETWORK, ("wifi", "4g", "other"), None),
    (HOURS, ("0 to 6", "6 to 12", "12 to 18", "18 to 24"), (3.0, 9.0, 15.0, 21.0)),
    (HEALTH, ("0 to 80", "80 to 90", "90 to 100"), (40.0, 85.0, 95.0)),
    (UNLOCKS, ("0", "10", "20 or more"), (0.0, 10.0, 20.0)),
    (CRASHES, ("0", "1", "2 or more"), (0.0, 1.0, 2.0)),
    (REBOOTS, ("0", "4 or more"), (0.0, 4.0)),
]
CELLS: list[tuple[Form, Value, int, int]] = [
    (NETWORK, "4g", 0, 1),
    (NETWORK, "carrier pigeon", 0, 2),
    (HOURS, 0, 0, 0),
    (HOURS, 5.99, 0, 0),
    (HOURS, 6, 0, 1),
    (HOURS, 24, 0, 3),
    (HOURS, 1e9, 0, 3),
    (HOURS, -1e9, 0, 0),
    (HOURS, float("inf"), 0, 3),
    (HEALTH, 79.9, 0, 0),
    (HEALTH, 93, 0, 2),
    (UNLOCKS, 10, 9, 1),
    (UNLOCKS, 13, 2, 2),
    (UNLOCKS, 13, 3, 1),
    (UNLOCKS, 999, 0, 2),
    (CRASHES, 7, 0, 2),
    (REBOOTS, 1, 0, 1),
    (REBOOTS, 1, 1, 0),
    (REBOOTS, 4, 3, 1),
]


@pytest.mark.parametrize(("form", "said", "counted"), LABELS)
def test_cells_have_words_and_weights(form: Form, said: tuple[str, ...], counted: tuple[float, ...] | None) -> None:
    assert (labels(form), weights(form)) == (said, counted)


@pytest.mark.parametrize(("form", "value", "offset", "expected"), CELLS)
def test_a_value_has_its_cell(form: Form, value: Value, offset: int, expected: int) -> None:
    assert cell(metric(form), value, offset=offset) == expected


@pytest.mark.parametrize(("form", "value"), [(UNLOCKS, 13), (UNLOCKS, 20), (UNLOCKS, 0), (REBOOTS, 3)])
def test_rounding_is_right_on_average_over_the_points_a_phone_may_draw(form: Count | Rate, value: int) -> None:
    step = step_of(metric(form))
    told = [cell(metric(form), value, offset=offset) * step for offset in range(step)]
    assert sum(told) == value * step


def test_edges_of_equal_bins_are_at_equal_distances() -> None:
    assert edges(HOURS) == (0.0, 6.0, 12.0, 18.0, 24.0)


@pytest.mark.parametrize(("version", "expected"), [("4.5", 1), ("5.0", 4), ("never heard of", 7)])
def test_an_attribute_is_told_in_the_same_cell(version: str, expected: int) -> None:
    joint = Metric("m", BY, NETWORK, labels(NETWORK), ("4.5", "5.0", "other"))
    assert cell(joint, "4g", version) == expected


REFUSED: list[tuple[Form, Value, str]] = [
    (NETWORK, 4, "4 is no text"),
    (HOURS, "much", "'much' is no number"),
    (HOURS, float("nan"), "nan is no number"),
    (CRASHES, -1, "-1 is no whole number from 0"),
    (CRASHES, 1.5, "1.5 is no whole number from 0"),
]


@pytest.mark.parametrize(("form", "value", "reason"), REFUSED)
def test_a_value_of_another_type_is_refused(form: Form, value: Value, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^metric m: {reason}$"):
        cell(metric(form), value)
