from __future__ import annotations

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.proof.fleetwide import Asked, fleetwide
from telemetry.proof.crowds import crowd, true


def test_sections_say_what_was_asked_and_when_it_is_too_little() -> None:
    said: list[str] = []
    asked = Asked((crowd(500), crowd(20_000, 2)), crowd(2000, 3))
    found = list(fleetwide(list(true().values()), read(catalogue()), asked, said.append))
    assert [one.title for one in found] == [
        "Means: what the maker learns",
        "Shares: what the maker learns",
        "What telemetry cannot say",
        "What liars gain",
        "What one phone can tell at most",
    ]
    means, shares, cannot, gains, exact = (one.figures for one in found)
    assert [row[3] for row in means.rows if row[0] != "reboots"] == ["too few"] * (len(means.rows) - 1)
    assert all("±" in row[4] for row in means.rows)
    assert [row[0] for row in shares.rows] == list(true())
    assert cannot.rows[0] == ("500", "-", "-", "-", "too few reports to say anything")
    assert len(gains.rows) == len(true()) - 1
    assert {row[0]: row[2] for row in exact.rows} == {row[0]: row[1] for row in exact.rows}
    assert said[-1] == "letting phones lie"
