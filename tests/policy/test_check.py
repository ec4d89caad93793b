"""The promise of October 2017 against firmware B: the verdicts that its decompiled code foretells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from infer.captured import case_of
from phonehome import case as cases
from phonehome.infer.evidence import evidence
from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Policy, bundled, find, read_policy
from phonehome.phones import Options
from phonehome.policy.check import check
from phonehome.policy.judge import Court, Judgement
from phonehome.policy.seen import Seen, seen
from policy.court import COURT, SERIAL, court


def _seen(folder: Path, profile: str, options: Options) -> Seen:
    case_of(folder, profile, options)
    with cases.connect_all([folder]) as tables:
        info = cases.read_info(folder)
        return seen(evidence(tables, (info,), load(), str))


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return _seen(tmp_path_factory.mktemp("left") / "case", "oneplus-odm-b", Options(3, 1, opted_out=True))


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return _seen(tmp_path_factory.mktemp("earlier") / "case", "oneplus-odm-a", Options(3, 1, opted_out=True))


def _held(name: str, sight: Seen) -> Judgement:
    policy = read_policy(find(name), load())
    return check(name, policy, Court(sight, "", load(), policy.least_hours))


def _outcomes(judgement: Judgement) -> dict[str, str]:
    return {one.statement.id: one.outcome for one in judgement.verdicts}


def test_the_second_firmware_of_an_owner_who_left(left: Seen) -> None:
    assert _outcomes(_held("oneplus-2017-promise", left)) == {
        "phone-number": "kept",
        "mac-address": "kept",
        "wi-fi": "kept",
        "serial-number": "broken",
        "account": "broken",
        "imei": "broken",
        "opt-out-ends-collection": "broken",
        "setup-wizard": "not testable",
    }


def test_the_first_firmware_keeps_nothing_of_it(earlier: Seen) -> None:
    outcomes = _outcomes(_held("oneplus-2017-promise", earlier))
    assert {name for name, outcome in outcomes.items() if outcome != "broken"} == {"setup-wizard"}


def test_each_broken_statement_names_its_findings(left: Seen) -> None:
    broken = {one.statement.id: one for one in _held("oneplus-2017-promise", left).verdicts if one.outcome == "broken"}
    assert {one.kind for one in broken["serial-number"].violations} == {"serial"}
    assert {one.form for one in broken["imei"].violations} == {"in a reversible code (chs)"}
    assert [one.place for one in broken["account"].violations] == ["$.ode[].oi.ac"]
    assert {one.kind for one in broken["opt-out-ends-collection"].violations} > {"serial", "imei", "device_model"}


BROKEN = {
    "gdpr-minimal-telemetry": {"no-lasting-identifiers", "no-person"},
    "google-play-data-safety": {
        "email-address-not-collected",
        "diagnostics-not-collected",
        "device-or-other-ids-not-collected",
    },
    "no-hardware-identifiers": {"hardware-identifiers"},
    "opted-out-means-silent": {"nothing-personal-to-the-maker"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_other_policies(left: Seen, name: str) -> None:
    outcomes = _outcomes(_held(name, left))
    assert {one for one, outcome in outcomes.items() if outcome == "broken"} == BROKEN[name]


def test_every_bundled_policy_is_tried_here() -> None:
    assert {*BROKEN, "oneplus-2017-promise"} == set(bundled())


WHEN = Policy("t", "a", "s", statements=(replace(SERIAL, when="opted out"),))


def test_what_is_given_must_not_contradict_what_the_capture_tells() -> None:
    sight = replace(court(choices={"OnePlus": ("opted in",)}), given="opted out")
    with pytest.raises(ValueError, match=r"^the capture tells that its owner opted in; --given is for captures that"):
        check("p", WHEN, sight)


def test_what_is_given_may_repeat_what_the_capture_tells() -> None:
    assert _outcomes(check("p", WHEN, replace(COURT, given="opted out"))) == {"serial": "broken"}


OCTOBER = 1_507_852_800_000  # 13 October 2017, 00:00 UTC
AGES = [
    (date(2017, 10, 13), OCTOBER - 1, True),
    (date(2017, 10, 13), OCTOBER, False),
    (date(2017, 10, 13), None, False),
    (None, OCTOBER - 1, False),
]


@pytest.mark.parametrize(("since", "last", "before"), AGES)
def test_a_capture_older_than_the_promise_is_said_to_be(since: date | None, last: int | None, before: bool) -> None:  # noqa: FBT001
    held = check("p", Policy("t", "a", "s", since=since, statements=(SERIAL,)), court(last=last))
    assert (held.before, [(one.outcome, bool(one.remark)) for one in held.verdicts]) == (before, [("broken", before)])


def test_what_is_not_testable_has_no_remark() -> None:
    policy = Policy("t", "a", "s", since=date(2017, 10, 13), statements=(replace(SERIAL, beyond="No."),))
    assert [one.remark for one in check("p", policy, court(last=0)).verdicts] == [""]
