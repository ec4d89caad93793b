"""The claims, on the page of a few phones that is made here and on the published one."""

from __future__ import annotations

import pytest

from telemetry.proof.pages import Page, share, told


@pytest.fixture(params=["quick", "published"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_an_audit_finds_thousands_in_2017_and_nothing_in_telemetry(page: Page) -> None:
    rows = told(page)
    assert int(rows["findings at likely or above, a phone"][0].replace(",", "")) > 5_000
    assert int(rows["kinds of personal data found"][0]) > 20
    for name in ("findings at likely or above, a phone", "findings below, a phone", "kinds of personal data found"):
        assert rows[name][1] == "0"


def test_nights_home_and_apps_are_read_from_2017_and_not_from_telemetry(page: Page) -> None:
    rows = told(page)
    names = ("nights found", "home network named rightly", "phones whose apps are known")
    assert [share(rows[name][1]) for name in names] == [0, 0, 0]
    assert all(share(rows[name][0]) > 0.8 for name in names)
    error, none, guess = rows["sleep: median error of onset and wake"]
    assert int(error.split()[0]) <= int(guess.split()[0])
    assert none == "no answer"


def test_a_reset_hides_no_phone_in_2017(page: Page) -> None:
    assert share(told(page)["recognised after a reset"][0]) == 1


def test_telemetry_costs_a_hundredth_of_the_bytes(page: Page) -> None:
    old, new, _ = told(page)["bytes sent a phone and day"]
    assert old.endswith("kB")
    assert new.endswith("bytes")
    assert float(old.split()[0]) * 1000 > 100 * float(new.split()[0])


def test_only_the_table_of_2017_names_persons(page: Page) -> None:
    _, old, new = page["What a breach would expose"]
    assert "would be named outright by" in old[2]
    assert "named outright by" not in new[2]


def test_published_phones_are_not_recognised_more_often_than_by_chance(published: Page) -> None:
    said = told(published)["recognised after a reset"][1]
    assert said == "no guess" or share(said) <= 0.25


def test_published_intervals_hold(published: Page) -> None:
    rows = [row for title in ("Means", "Shares") for row in published[f"{title}: what the maker learns"][1:]]
    held = [float(text.rstrip("%")) / 100 for row in rows for text in row[-1].split(" / ") if text != "-"]
    assert all(one >= 0.75 for one in held)  # of 20 crowds the largest; all together:
    assert 0.93 <= sum(held) / len(held) <= 0.97


def test_published_liars_gain_what_theory_says(published: Page) -> None:
    for _, _, measured, theory, _ in published["What liars gain"][1:]:
        middle, error = (float(text.rstrip("%")) for text in measured.split(" ± "))
        assert abs(middle - float(theory.rstrip("%"))) <= 4 * error


def test_every_question_keeps_its_exact_epsilon(page: Page) -> None:
    for name, wanted, proved, _, _ in page["What one phone can tell at most"][1:]:
        assert float(proved) <= float(wanted), name
