"""Every simulated phone sends through ``phonehome shield`` to its maker: over TLS, or in plain where it did so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from live.served import Running, shielded
from makers.by_host import HOSTS
from makers.standing import Makers, exchange, send, whole
from makers.test_shielded import SECRETS
from makers.writings import writings
from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.owner_toml import write
from phonehome.phones import PROFILES, Options, simulate

OPTIONS = Options(2, 1)
MOST = 200
# Of these two days, what is signed or encrypted.
BLOCKED = set(SECRETS)


@cache
def told(profile: str) -> tuple[Exchange, ...]:
    theirs = [one for one in simulate(profile, OPTIONS).exchanges if one.url.split("/")[2] in HOSTS]
    return tuple(theirs[:MOST])


@cache
def owner() -> Owner:
    """One person has all these phones."""
    (one,) = {repr(simulate(profile, OPTIONS).owner): simulate(profile, OPTIONS).owner for profile in PROFILES}.values()
    return one


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Makers]:
    one = Makers(tmp_path_factory.mktemp("makers"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def run(makers: Makers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Running]]:
    """Starts a shield with rules of that text, or with those of that name; all end with the module."""
    with ExitStack() as running:

        def started(rules: str) -> Running:
            folder = tmp_path_factory.mktemp("shield")
            (folder / "owner.toml").write_text(write(owner()), encoding="utf-8")
            (folder / "rules.toml").write_text(rules, encoding="utf-8")
            chosen = str(folder / "rules.toml") if "=" in rules else rules
            options = ("--trust", str(makers.authority), "--owner", str(folder / "owner.toml"), "--rules", chosen)
            return running.enter_context(shielded(folder, *options))

        yield started


@pytest.fixture(scope="module")
def shield(run: Callable[[str], Running]) -> Running:
    return run("everything")


@pytest.fixture(scope="module")
def open_door(run: Callable[[str], Running]) -> Running:
    return run('default = "pass"')


@pytest.mark.parametrize("profile", PROFILES)
def test_the_maker_takes_what_arrives_and_holds_no_value_of_the_owner(
    profile: str, shield: Running, makers: Makers
) -> None:
    makers.clear(profile)
    statuses = Counter(send(told(profile), shield.port, makers, shield.authority))
    blocked = len(told(profile)) - len(makers.arrived)
    assert (statuses, makers.refused) == (Counter({200: len(told(profile))}), Counter())
    assert (blocked > 0) == (profile in BLOCKED)
    examine = examiner(owner(), load())
    scheme = told(profile)[0].url.partition(":")[0]
    arrived = [exchange(one, number, scheme) for number, one in enumerate(makers.arrived)]
    found = [
        (finding.kind, str(finding.location))
        for one in arrived
        for finding in examine(one).findings
        if {reason.way for reason in finding.reasons} & {"known", "hash"}
    ]
    sought = {one.lower() for values in owner().values.values() for value in values for one in writings(value)}
    layers = {layer.lower() for layers in makers.kept for layer in layers}
    layers |= {one.bytes().lower() for one in makers.arrived}
    assert (found, {one for one in sought for layer in layers if one in layer}) == ([], set())


@pytest.mark.parametrize("profile", PROFILES)
def test_without_rules_the_bytes_are_those_that_were_sent(profile: str, open_door: Running, makers: Makers) -> None:
    makers.clear(profile)
    statuses = Counter(send(told(profile), open_door.port, makers, open_door.authority))
    assert statuses == Counter({200: len(told(profile))})
    assert makers.arrived == list(map(whole, told(profile)))
