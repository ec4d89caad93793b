"""The claim of the project on its own ground: all that was planted is found, and nothing else is claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.engine import examine
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.knowledge.tables import with_adapter
from phonehome.phones import PROFILES, Options, Simulation, filler, simulate
from phonehome.phones.truth import Planted

SURE = {"confirmed", "likely"}
CHOICES = {
    "first": Options(3, 1),
    "second": Options(3, 2),
    "third": Options(3, 3),
    "first opted out": Options(3, 1, opted_out=True),
    "second roaming": Options(3, 2, roaming=True),
    "in trouble": Options(12, 1, trouble=True, reset=True),
    "third opted out roaming": Options(3, 3, opted_out=True, roaming=True),
}


TEST_KEY = Path(__file__).parents[1] / "bench" / "adups-test-key.toml"


def sure(simulation: Simulation, knowledge: Knowledge) -> set[Planted]:
    """What the audit claims at likely or above, in the words of the truth file."""
    return {
        Planted(one.exchange.index, finding.kind, finding.value, one.recipient.host)
        for one in examine(simulation.exchanges, simulation.owner, knowledge)
        for finding in one.findings
        if finding.certainty in SURE
    }


# clearcut is as large as all others together
OPEN = [name for name in PROFILES if name != "google-clearcut"]
LEAST = {"xiaomi-2014": 15}
CASES = [*((name, choice) for name in OPEN for choice in CHOICES), ("google-clearcut", "third opted out roaming")]


@pytest.mark.parametrize(("profile", "choice"), CASES)
def test_every_planted_value_is_found(profile: str, choice: str) -> None:
    simulation = simulate(profile, CHOICES[choice])
    assert len(simulation.truth) > LEAST.get(profile, 50)
    knowledge = with_adapter(load(), TEST_KEY)
    assert sorted(str(one) for one in set(simulation.truth) - sure(simulation, knowledge)) == []


def test_without_its_key_only_the_words_of_messages_stay_closed() -> None:
    simulation = simulate("adups-2016", CHOICES["second"])
    missed = set(simulation.truth) - sure(simulation, load())
    assert missed == {one for one in simulation.truth if one.kind == "message" and " " in one.value}
    assert missed


@pytest.mark.parametrize("profile", PROFILES)
def test_innocent_hosts_are_left_alone(profile: str) -> None:
    claimed = sure(simulate(profile, CHOICES["second"]), load())
    assert sorted(str(one) for one in claimed if one.host in filler.hosts()) == []
