"""What every maker gets of a simulated phone behind the shield: requests that it takes, no value of the owner."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from makers.by_host import HOSTS, asked, taken
from makers.strict import Kept, Refused
from makers.writings import writings
from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.knowledge.tables import with_adapter
from phonehome.model import Exchange
from phonehome.phones import PROFILES, Options, Simulation, simulate
from phonehome.phones.protobuf import varint
from phonehome.shield.outcome import Outcome, Shield
from phonehome.shield.rewrite import rewriter
from phonehome.shield.rules import Rule, Rules, find, read_rules

KEY = b"k" * 32
RULES = ("everything", "hardware-ids", "usage")
# What cannot be made again without the client's secret is blocked, and nothing else.
SECRETS = {
    "miui-analytics": {"the field s signs value"},
    "adups-2016": {"what is encrypted cannot be replaced: message"},
}
CASES = [(profile, rules) for profile in PROFILES for rules in RULES]


@cache
def simulated(profile: str) -> Simulation:
    return simulate(profile, Options(1 if profile == "google-clearcut" else 3, 1))


def theirs(profile: str) -> list[Exchange]:
    return [one for one in simulated(profile).exchanges if one.url.split("/")[2] in HOSTS]


@cache
def outcomes(profile: str, rules: str) -> list[Outcome]:
    table = read_rules(find(rules), load()) if rules else Rules()
    return list(map(rewriter(Shield(simulated(profile).owner, load(), table, KEY)), theirs(profile)))


@cache
def kept(profile: str, rules: str) -> tuple[list[Kept], Counter[str]]:
    """What the maker keeps, and why it refuses the others."""
    held: list[Kept] = []
    refused: Counter[str] = Counter()
    for one in outcomes(profile, rules):
        if one.blocked:
            continue
        try:
            held.append(taken(profile, asked(one.exchange)))
        except Refused as error:
            refused[str(error)] += 1
    return held, refused


@pytest.mark.parametrize(("profile", "rules"), CASES)
def test_the_maker_takes_every_request_that_is_not_blocked(profile: str, rules: str) -> None:
    held, refused = kept(profile, rules)
    blocked = {one.why for one in outcomes(profile, rules) if one.blocked}
    assert (refused, blocked - SECRETS.get(profile, set())) == (Counter(), set())
    assert len(held) + sum(one.blocked for one in outcomes(profile, rules)) == len(theirs(profile))


@pytest.mark.parametrize(("profile", "rules"), CASES)
def test_an_audit_of_what_arrived_finds_none_of_the_owners_values(profile: str, rules: str) -> None:
    examine = examiner(simulated(profile).owner, load())
    arrived = [one.exchange for one in outcomes(profile, rules) if not one.blocked]
    found = [
        (finding.kind, finding.value, str(finding.location))
        for exchange in arrived
        for finding in examine(exchange).findings
        if finding.kind in covered(rules) and any(reason.way in {"known", "hash"} for reason in finding.reasons)
    ]
    assert found == []


@pytest.mark.parametrize(("profile", "rules"), CASES)
def test_no_writing_of_an_owners_value_stands_in_what_the_maker_keeps(profile: str, rules: str) -> None:
    values = {kind: found for kind, found in simulated(profile).owner.values.items() if kind in covered(rules)}
    sought = {one.lower() for found in values.values() for value in found for one in writings(value)}
    layers = {layer.lower() for layers in kept(profile, rules)[0] for layer in layers}
    assert {one for one in sought for layer in layers if one in layer} == set()


@pytest.mark.parametrize("profile", PROFILES)
def test_the_writings_are_found_in_what_the_maker_keeps_without_a_shield(profile: str) -> None:
    values = [value for found in simulated(profile).owner.values.values() for value in found]
    sought = {one.lower() for value in values for one in writings(value)}
    layers = {layer.lower() for layers in kept(profile, "")[0] for layer in layers}
    expected = profile not in {"samsung-dls", "miui-browser"}  # these tell ids of their own only
    assert any(one in layer for one in sought for layer in layers) is expected


@pytest.mark.parametrize("profile", PROFILES)
def test_without_rules_the_maker_gets_what_was_sent(profile: str) -> None:
    assert [(one.exchange, one.changes, one.blocked) for one in outcomes(profile, "")] == [
        (exchange, (), False) for exchange in theirs(profile)
    ]


def times_of_use(profile: str, rules: str) -> set[int]:
    """Which times of the life stand in what the maker keeps, as decimal digits or as a varint."""
    life = simulated(profile).life
    times = {time for one in life.sessions for time in (one.start, one.end) if time} | {one.on for one in life.lights}
    layers = [layer for layers in kept(profile, rules)[0] for layer in layers]
    return {time for time in times for layer in layers if str(time).encode() in layer or varint(time) in layer}


# Samsung's SDK tells uses by an app's tracking id only, which no table says is a use; nor are times of a search told.
TELLING = ["oneplus-2017", "oneplus-odm-a", "oneplus-odm-b", "adups-2016", "google-clearcut"]


@pytest.mark.parametrize("profile", TELLING)
def test_no_time_of_use_arrives_to_the_millisecond(profile: str) -> None:
    assert (times_of_use(profile, "") != set(), times_of_use(profile, "usage")) == (True, set())


def covered(rules: str) -> set[str]:
    """The kinds that a rule set replaces."""
    kinds = load().kinds
    replacing = [rule for rule in read_rules(find(rules), load()).rules if rule.action == "replace"]
    named = {kind for rule in replacing for kind in kinds if kind in rule.kinds or kinds[kind].group in rule.groups}
    return named - {kind for rule in replacing for kind in rule.except_kinds}


def test_words_that_a_key_opens_are_replaced_and_encrypted_again() -> None:
    tables = with_adapter(load(), Path(__file__).parents[2] / "bench" / "adups-test-key.toml")
    rewrite = rewriter(Shield(simulated("adups-2016").owner, tables, read_rules(find("usage"), tables), KEY))
    sent = [one for one in theirs("adups-2016") if b"dc_msg_key.json" in one.body]
    outcomes = [rewrite(one) for one in sent]
    told, arrived = (
        {word for one in exchanges for word in taken("adups-2016", asked(one))[3:]}
        for exchanges in (sent, [one.exchange for one in outcomes])
    )
    assert ([one.why for one in outcomes if one.blocked], len(told) > 0, told & arrived) == ([], True, set())


LEFT_OUT = Rules(rules=(Rule("drop", "out", groups=("hardware", "SIM", "network", "account", "person", "place")),))


@pytest.mark.parametrize("profile", ["oneplus-2017", "oneplus-odm-b", "xiaomi-2014", "samsung-dls", "google-clearcut"])
def test_what_is_left_out_is_gone_and_the_log_tells_how(profile: str) -> None:
    owner = simulated(profile).owner
    rewrite, examine = rewriter(Shield(owner, load(), LEFT_OUT, KEY)), examiner(owner, load())
    outcomes = list(map(rewrite, theirs(profile)[:40]))
    known = [
        finding.kind
        for one in outcomes
        for finding in examine(one.exchange).findings
        if any(reason.way in {"known", "hash"} for reason in finding.reasons)
    ]
    zeroed = {change.place for one in outcomes for change in one.changes if change.action == "zero"}
    assert ([one.why for one in outcomes if one.blocked], known) == ([], [])
    # A token of OnePlus' code is one text for both slots: none can be left out of it.
    assert {place.split(" > ")[-1] for place in zeroed} <= {"chs [0]", "chs [1]"}
